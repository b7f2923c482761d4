import { expect, test } from 'vitest';
import { insertUser, startTestServer } from '../../test-server.test-support.ts';

test('nothing was ever bought here, which is a success, for every caller', async () => {
  const server = await startTestServer();
  const key = await insertUser(server, 'nobody', []);
  // As the Terraform provider asks when it starts.
  const given = {
    PageSize: '50',
    PageNum: '1',
    ProductCode: 'vipcloudfw',
    ProductType: 'vipcloudfw',
    SubscriptionType: 'Subscription',
  };
  const { status, body } = await server.call('QueryAvailableInstances', given, { key });
  expect(status).toBe(200);
  expect(body).toEqual({
    RequestId: body['RequestId'],
    Code: 'Success',
    Message: 'Successful!',
    Success: true,
    Data: { PageNum: 1, PageSize: 50, TotalCount: 0, InstanceList: [] },
  });
});
