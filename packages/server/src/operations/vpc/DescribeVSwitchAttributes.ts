import type { OPERATIONS } from '@cadastre/api-contract';
import type { ReadHandler } from '../handler.ts';
import { describeVSwitches } from './describe-network.ts';
import { findVSwitch } from './find-network.ts';

export const DescribeVSwitchAttributes: ReadHandler<
  typeof OPERATIONS.DescribeVSwitchAttributes
> = async ({ input, accountId }, reader) => {
  const found = await findVSwitch(reader, accountId, input.VSwitchId, input.RegionId);
  if (found.kind === 'refusal') return found;
  const [response] = await describeVSwitches(reader, accountId, [found.vSwitch]);
  if (response === undefined) throw new Error('One VSwitch has one description.');
  return { kind: 'answer', response };
};
