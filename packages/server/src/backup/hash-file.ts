import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { PRIVATE_FILE_MODE } from '../data-folder.ts';

const CHUNK_BYTES = 4 * 1024 * 1024;

/** Told how much of the work is done; the unit is the caller's. */
export type ReportProgress = (doneCount: number, totalCount: number) => void;

/** The SHA-256 of a file, in hexadecimal digits. */
export async function hashFile(file: string, onProgress?: ReportProgress): Promise<string> {
  const source = await open(file, 'r');
  try {
    return await readThrough(source, async () => undefined, onProgress);
  } finally {
    await source.close();
  }
}

/**
 * Copies a file to a new one that only its owner can read, flushed to the disk, and answers the
 * SHA-256 of what was copied.
 */
export async function copyHashed(
  from: string,
  to: string,
  onProgress?: ReportProgress,
): Promise<string> {
  const source = await open(from, 'r');
  try {
    const target = await open(to, 'wx', PRIVATE_FILE_MODE);
    try {
      const digest = await readThrough(source, (chunk) => target.writeFile(chunk), onProgress);
      await target.sync();
      return digest;
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

async function readThrough(
  source: FileHandle,
  take: (chunk: Uint8Array) => Promise<void>,
  onProgress: ReportProgress | undefined,
): Promise<string> {
  const { size } = await source.stat();
  const digest = createHash('sha256');
  const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
  let done = 0;
  for (;;) {
    const { bytesRead } = await source.read(buffer, 0, CHUNK_BYTES, done);
    if (bytesRead === 0) return digest.digest('hex');
    const chunk = buffer.subarray(0, bytesRead);
    digest.update(chunk);
    await take(chunk);
    done += bytesRead;
    onProgress?.(done, size);
  }
}
