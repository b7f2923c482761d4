import { connect, createServer } from 'node:net';
import { onTestFinished } from 'vitest';

/**
 * What the way to the database does with the first commit after it was told to break. A late one arrives
 * with all of its transaction, long after the server has lost the connection.
 */
export type Breakage = 'before' | 'after' | 'late';

/** How late, in milliseconds. */
const LATENESS_MS = 1_000;

/** A way to the database that breaks at a commit: before it arrives, or before its answer does. */
export async function openBreakableWay(url: string) {
  const { hostname, port } = new URL(url);
  let breakage: Breakage | undefined;
  const server = createServer((near) => {
    const far = connect(Number(port), hostname);
    let isCut = false;
    const delayed: Buffer[] = [];
    near.on('data', (data) => {
      if (breakage === 'late') delayed.push(data);
      if (breakage === 'late' && !data.includes('COMMIT\0')) return;
      if (breakage === undefined || !data.includes('COMMIT\0')) {
        far.write(data);
        return;
      }
      isCut = true;
      if (breakage === 'after') far.write(data);
      if (breakage === 'late') setTimeout(() => far.end(Buffer.concat(delayed)), LATENESS_MS);
      breakage = undefined;
      // The database has the time to carry out what it got; the answer goes nowhere.
      setTimeout(() => near.destroy(), 100);
    });
    far.on('data', (data) => {
      if (!isCut) near.write(data);
    });
    near.on('error', () => undefined);
    far.on('error', () => undefined);
    near.on('close', () => {
      if (delayed.length === 0) far.destroy();
    });
    far.on('close', () => near.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: url.replace(`:${port}/`, `:${address.port}/`),
    breakNextCommit: (given: Breakage) => {
      breakage = given;
    },
  };
}
