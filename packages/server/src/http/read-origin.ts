import type { Cidr } from '@cadastre/address-space';
import { isTrustedProxy } from '../trusted-proxies.ts';

/** Where a request comes from, and whether nobody on the way could read it. */
export interface Origin {
  readonly sourceIp: string;
  readonly isSecure: boolean;
}

/**
 * The origin of a request. Headers count only where the peer of the connection is a trusted proxy;
 * from everyone else they are what anybody can write.
 *
 * Each proxy adds to the right of `X-Forwarded-For` whom it was called by, so that the right-most
 * address that is no trusted proxy is the last one that a trusted proxy vouches for. The call was
 * secure where every value of `X-Forwarded-Proto` is https. A header that cannot be read counts as
 * not given.
 */
export function readOrigin(
  peer: Origin,
  header: (name: string) => string | undefined,
  trustedProxies: readonly Cidr[],
): Origin {
  if (trustedProxies.length === 0) return peer;
  if (isTrustedProxy(trustedProxies, peer.sourceIp) !== true) return peer;
  return {
    sourceIp: readSource(header('x-forwarded-for'), trustedProxies) ?? peer.sourceIp,
    isSecure: readSecurity(header('x-forwarded-proto')) ?? peer.isSecure,
  };
}

/** The left-most address where all are trusted proxies. */
function readSource(
  forwardedFor: string | undefined,
  trustedProxies: readonly Cidr[],
): string | undefined {
  const addresses = readList(forwardedFor);
  for (const address of addresses.toReversed()) {
    const isTrusted = isTrustedProxy(trustedProxies, address);
    if (isTrusted === undefined) return undefined;
    if (!isTrusted) return address;
  }
  return addresses[0];
}

function readSecurity(forwardedProto: string | undefined): boolean | undefined {
  const protocols = readList(forwardedProto?.toLowerCase());
  const isReadable = protocols.every((protocol) => protocol === 'https' || protocol === 'http');
  if (protocols.length === 0 || !isReadable) return undefined;
  return protocols.every((protocol) => protocol === 'https');
}

function readList(header: string | undefined): readonly string[] {
  return header === undefined || header === '' ? [] : header.split(',').map((item) => item.trim());
}
