import { type DestinationStream, destination } from 'pino';

/** Log lines are gathered until there are this many characters of them, or until they are flushed. */
const GATHERED_CHARACTERS = 16_384;

/** Standard output for log lines, which are gathered there. */
export interface LogLines extends DestinationStream {
  /** Has what was gathered written, without waiting for it. */
  flush(): void;
  /** Writes what was gathered. An exit of the process does so too. */
  flushSync(): void;
}

/**
 * Gathers lines as text and takes them to the destination as bytes, many at a time: each line by itself
 * would take almost as long to hand over as it took to make.
 */
export function openLogLines(): LogLines {
  const output = destination({ dest: 1, sync: false, contentMode: 'buffer' });
  // Its types know of text alone.
  const bytesOutput = output as unknown as { write(bytes: Uint8Array): boolean };
  let gathered = '';
  const handOver = () => {
    if (gathered !== '') bytesOutput.write(Buffer.from(gathered));
    gathered = '';
  };
  const flushSync = () => {
    handOver();
    output.flushSync();
  };
  process.once('exit', flushSync);
  return {
    write: (line) => {
      gathered += line;
      if (gathered.length >= GATHERED_CHARACTERS) handOver();
    },
    flush: handOver,
    flushSync: () => {
      process.off('exit', flushSync);
      flushSync();
    },
  };
}
