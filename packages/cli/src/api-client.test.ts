import { startServer } from '@cadastre/server';
import { expect, onTestFinished, test } from 'vitest';
import { callOperation, signCall } from './api-client.ts';
import { makeTemporaryFolder } from './temporary-folder.test-support.ts';

const ROOT = {
  accountId: '1000000000000001',
  accessKeyId: 'LTAI-root',
  accessKeySecret: 'the-secret-of-root',
};

test('long parameters go into a signed form, which the server takes as it does a query', async () => {
  const server = await startServer({
    dataFolder: makeTemporaryFolder(),
    host: '127.0.0.1',
    port: 0,
    root: ROOT,
    logLevel: 'silent',
  });
  onTestFinished(() => server.close());
  const endpoint = { ...ROOT, url: server.url };
  const parameters: Record<string, string> = {
    RegionId: 'cn-hangzhou',
    'OperatingRegionList.1': 'cn-hangzhou',
    IpamName: "a + b & c=d *~!'()",
  };
  for (let index = 1; index <= 20; index += 1) {
    parameters[`Tag.${index}.Key`] = `key-${index}`;
    parameters[`Tag.${index}.Value`] = '中'.repeat(128);
  }
  const { body, path } = signCall(endpoint, 'CreateIpam', parameters);
  expect(path).toBe('/');
  expect(body.length).toBeGreaterThan(20_000);
  const made = await callOperation(endpoint, 'CreateIpam', parameters);
  expect(made).toMatchObject({ status: 200 });
  const listed = await callOperation(endpoint, 'ListIpams', { RegionId: 'cn-hangzhou' });
  const tag = { Key: 'key-20', Value: '中'.repeat(128) };
  expect(listed.json?.['Ipams']).toEqual([
    expect.objectContaining({
      IpamName: "a + b & c=d *~!'()",
      Tags: expect.arrayContaining([tag]),
    }),
  ]);
});

test('short parameters stay in the query string', () => {
  const endpoint = { ...ROOT, url: 'http://127.0.0.1:1' };
  const { body, path } = signCall(endpoint, 'ListIpams', { RegionId: 'cn-hangzhou' });
  expect({ body, path }).toEqual({ body: '', path: '/?RegionId=cn-hangzhou' });
});
