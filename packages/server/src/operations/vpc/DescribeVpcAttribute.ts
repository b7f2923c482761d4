import type { OPERATIONS } from '@cadastre/api-contract';
import type { ReadHandler } from '../handler.ts';
import { describeVpcs } from './describe-network.ts';
import { findVpc } from './find-network.ts';

export const DescribeVpcAttribute: ReadHandler<typeof OPERATIONS.DescribeVpcAttribute> = async (
  { input, accountId },
  reader,
) => {
  const found = await findVpc(reader, accountId, input.VpcId, input.RegionId);
  if (found.kind === 'refusal') return found;
  const [described] = await describeVpcs(reader, accountId, [found.vpc]);
  if (described === undefined) throw new Error('One VPC has one description.');
  const vSwitchCount = described.VSwitchIds.VSwitchId.length;
  return {
    kind: 'answer',
    response: {
      ...described,
      ClassicLinkEnabled: false,
      Ipv4GatewayId: '',
      SupportIpv4Gateway: false,
      CloudResources: {
        CloudResourceSetType: [{ ResourceType: 'VSwitch', ResourceCount: vSwitchCount }],
      },
      AssociatedCens: { AssociatedCen: [] },
      AssociatedPropagationSources: { AssociatedPropagationSources: [] },
    },
  };
};
