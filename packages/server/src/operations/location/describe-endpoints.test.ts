import { expect, test } from 'vitest';
import { insertUser, startTestServer } from '../../test-server.test-support.ts';

test('every region and product has the endpoint that was called, for every caller', async () => {
  const server = await startTestServer();
  const key = await insertUser(server, 'nobody', []);
  const { host } = new URL(server.url);
  for (const [Id, ServiceCode] of [
    ['cn-hangzhou', 'vpcipam'],
    ['mars-1', 'ecs'],
  ] as const) {
    const given = { Id, ServiceCode, Type: 'openAPI' };
    const { body } = await server.call('DescribeEndpoints', given, { key });
    expect(body).toEqual({
      RequestId: body['RequestId'],
      Success: true,
      Endpoints: {
        Endpoint: [
          {
            Endpoint: host,
            Id,
            Namespace: '',
            SerivceCode: ServiceCode,
            Type: 'openAPI',
            Protocols: { Protocols: ['HTTP', 'HTTPS'] },
          },
        ],
      },
    });
  }
  const missing = await server.call('DescribeEndpoints', { ServiceCode: 'vpcipam' }, { key });
  expect(missing.body['Code']).toBe('MissingId');
});
