import { DiscoveryError, describeFailure } from '../inventory/discovery-error.ts';

/** Passes batches on; what goes wrong in a service is told with the service's name. */
export async function* nameFailures<Batch>(
  serviceName: string,
  batches: AsyncIterable<Batch>,
): AsyncGenerator<Batch> {
  try {
    yield* batches;
  } catch (error) {
    if (error instanceof DiscoveryError) throw error;
    throw new DiscoveryError(`${serviceName} cannot be read: ${describeFailure(error)}`, {
      cause: error,
    });
  }
}
