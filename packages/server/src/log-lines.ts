import { type DestinationStream, destination } from 'pino';

/** Log lines are gathered until there are this many characters of them, or until they are flushed. */
const GATHERED_CHARACTERS = 16_384;

/** Standard output for log lines, which are gathered there. */
export interface LogLines extends DestinationStream {
  /** Has what was gathered written, without waiting for it. */
  flush(): void;
  /** Writes what was gathered; lines after that are written one by one. An exit does so too. */
  close(): void;
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
  let charactersMax = GATHERED_CHARACTERS;
  const handOver = () => {
    if (gathered !== '') bytesOutput.write(Buffer.from(gathered));
    gathered = '';
  };
  const writeRest = () => {
    if (gathered === '') return;
    handOver();
    output.flushSync();
  };
  process.once('exit', writeRest);
  return {
    write: (line) => {
      gathered += line;
      if (gathered.length >= charactersMax) handOver();
    },
    flush: handOver,
    close: () => {
      process.off('exit', writeRest);
      writeRest();
      // What is still said is not waited for: nobody flushes any more.
      charactersMax = 0;
    },
  };
}
