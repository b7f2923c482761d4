import { DiscoveryError } from '../inventory/discovery-error.ts';
import { PEER_VERSIONS } from '../version.ts';

/**
 * Loads packages that only one connector needs and that are not installed with this one. Without
 * them the error says how to install them.
 */
export async function loadPackages<Loaded>(
  names: readonly string[],
  load: () => Promise<Loaded>,
): Promise<Loaded> {
  try {
    return await load();
  } catch (error) {
    if (!isMissing(error, names)) throw error;
    const wanted = names.map((name) => `${name}@${PEER_VERSIONS[name]}`).join(' ');
    throw new DiscoveryError(
      `this connector needs packages that are not installed; npm install --no-save --omit=dev ${wanted}`,
    );
  }
}

/** Codes of a missing package: by `import`, and by `require`. */
const MISSING_CODES: readonly unknown[] = ['ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND'];

function isMissing(error: unknown, names: readonly string[]): boolean {
  if (!(error instanceof Error && 'code' in error && MISSING_CODES.includes(error.code))) {
    return false;
  }
  return names.some((name) => error.message.includes(`'${name}'`));
}
