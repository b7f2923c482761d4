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
      `this connector needs packages that are not installed; npm install --no-save ${wanted}`,
    );
  }
}

function isMissing(error: unknown, names: readonly string[]): boolean {
  const isNotFound =
    error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND';
  return isNotFound && names.some((name) => error.message.includes(`'${name}'`));
}
