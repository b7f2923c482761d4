import { type DestinationStream, destination } from 'pino';

/** Log lines are gathered until there are this many bytes of them, or until they are flushed. */
const GATHERED_BYTES = 4096;

/** Standard output for log lines, which are gathered there. */
export interface LogLines extends DestinationStream {
  /** Has what was gathered written, without waiting for it. */
  flush(): void;
  /** Writes what was gathered. An exit of the process does so too. */
  flushSync(): void;
}

/**
 * Takes lines as bytes to the destination: of text it would count the bytes of all that it has
 * gathered again with every line, which takes almost as long as making the line.
 */
export function openLogLines(): LogLines {
  const output = destination({
    dest: 1,
    sync: false,
    minLength: GATHERED_BYTES,
    contentMode: 'buffer',
  });
  // Its types know of text alone.
  const bytesOutput = output as unknown as { write(bytes: Uint8Array): boolean };
  return {
    write: (line) => {
      bytesOutput.write(Buffer.from(line));
    },
    flush: () => output.flush(),
    flushSync: () => output.flushSync(),
  };
}
