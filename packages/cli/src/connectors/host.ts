import { execFile } from 'node:child_process';
import { hostname, type NetworkInterfaceInfo, networkInterfaces } from 'node:os';
import { promisify } from 'node:util';
import { Option } from 'commander';
import { describeFailure } from '../inventory/discovery-error.ts';
import type { Connector, DiscoveryContext } from './connector.ts';
import { type HostRoute, mapHost } from './map-host.ts';

interface HostFlags {
  readonly region: string;
}

const TIMEOUT_MS = 10_000;

/** The addresses and routes of this machine. */
export const hostConnector: Connector<HostFlags> = {
  name: 'host',
  description: 'Reads the addresses and routes of this machine.',
  help: `
Needs no rights. The machine is one network with a subnet for each network it has an address in. Where
the command ip is installed, the networks that it has routes to count as well.

Example:
  cadastre discover host --source gateway-1 --region dc-frankfurt`,
  options: () => [new Option('--region <id>', 'region of all that is found').makeOptionMandatory()],
  discover: async function* ({ region }, context) {
    yield mapHost({
      hostName: hostname(),
      regionId: region,
      interfaces: networkInterfaces() as Readonly<Record<string, readonly NetworkInterfaceInfo[]>>,
      routes: [...(await readRoutes('-4', context)), ...(await readRoutes('-6', context))],
    });
  },
};

/** The routes of the main table; none where there is no command to ask. */
async function readRoutes(
  family: '-4' | '-6',
  context: DiscoveryContext,
): Promise<readonly HostRoute[]> {
  try {
    const words = [family, '-json', 'route'];
    const { stdout } = await promisify(execFile)('ip', words, { timeout: TIMEOUT_MS });
    return stdout.trim() === '' ? [] : (JSON.parse(stdout) as readonly HostRoute[]);
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (!isMissing) context.note(`routes (ip ${family}) are left out: ${describeFailure(error)}`);
    return [];
  }
}
