import type { OPERATIONS } from '@cadastre/api-contract';
import type { ReadHandler } from '../handler.ts';

/**
 * One server is every endpoint. A region or product that it does not have gets the same answer: a
 * client without one would go on to the vendor's own endpoint.
 */
export const DescribeEndpoints: ReadHandler<typeof OPERATIONS.DescribeEndpoints> = async ({
  input,
  host,
}) => ({
  kind: 'answer',
  response: {
    // The vendor's SDK for Go takes an answer without it for a failure.
    Success: true,
    Endpoints: {
      Endpoint: [
        {
          Endpoint: host,
          Id: input.Id,
          Namespace: '',
          SerivceCode: input.ServiceCode,
          Type: input.Type ?? 'openAPI',
          Protocols: { Protocols: ['HTTP', 'HTTPS'] },
        },
      ],
    },
  },
});
