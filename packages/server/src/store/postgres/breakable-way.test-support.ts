import { connect, createServer } from 'node:net';
import { onTestFinished } from 'vitest';

/** What the way to the database does with the first commit after it was told to break. */
export type Breakage = 'before' | 'after';

/** A way to the database that breaks at a commit: before it arrives, or before its answer does. */
export async function openBreakableWay(url: string) {
  const { hostname, port } = new URL(url);
  let breakage: Breakage | undefined;
  const server = createServer((near) => {
    const far = connect(Number(port), hostname);
    let isCut = false;
    near.on('data', (data) => {
      if (breakage === undefined || !data.includes('COMMIT\0')) {
        far.write(data);
        return;
      }
      isCut = true;
      if (breakage === 'after') far.write(data);
      breakage = undefined;
      // The database has the time to carry out what it got; the answer goes nowhere.
      setTimeout(() => near.destroy(), 100);
    });
    far.on('data', (data) => {
      if (!isCut) near.write(data);
    });
    near.on('error', () => undefined);
    far.on('error', () => undefined);
    near.on('close', () => far.destroy());
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
