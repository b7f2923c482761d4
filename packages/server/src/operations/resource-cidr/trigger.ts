import type { OperationDefinition } from '@cadastre/api-contract';
import type { Call } from '../handler.ts';

/** Who and what makes resources or their CIDRs change; allocations made on the way say so. */
export type Trigger = Pick<Call<OperationDefinition>, 'caller' | 'ids' | 'now'>;
