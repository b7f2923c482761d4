import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const PAGE = Buffer.alloc(8_192, 1);
const TIME_MS = 2_000;

/**
 * How often a second the disk of a folder takes a page for good, one after another.
 *
 * @param {string} folder
 */
export function measureFsync(folder) {
  const name = join(folder, 'fsync');
  const file = openSync(name, 'w');
  const endsAt = performance.now() + TIME_MS;
  let count = 0;
  for (; performance.now() < endsAt; count += 1) {
    writeSync(file, PAGE, 0, PAGE.length, (count % 1_024) * PAGE.length);
    fdatasyncSync(file);
  }
  closeSync(file);
  rmSync(name);
  return (count * 1_000) / TIME_MS;
}
