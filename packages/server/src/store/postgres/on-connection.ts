import type pg from 'pg';

/**
 * Has work done on a connection of the pool. One whose work failed is not used again: nobody knows what it
 * still has to answer. `isFailure` says so of work that did not throw.
 */
export async function onConnection<Value>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<Value>,
  isFailure: (value: Value) => boolean = () => false,
): Promise<Value> {
  const client = await pool.connect();
  let failure: Error | undefined;
  const onError = (error: Error) => {
    failure = error;
  };
  client.on('error', onError);
  try {
    const value = await work(client);
    if (isFailure(value)) failure ??= new Error('the connection was lost');
    return value;
  } catch (error) {
    failure = error instanceof Error ? error : new Error(String(error));
    throw error;
  } finally {
    client.off('error', onError);
    client.release(failure);
  }
}
