import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { call, type Parameters, succeed, type Target } from './support/raw-client.ts';
import {
  type Ended,
  makeTemporaryFolder,
  ROOT,
  runCommand,
  TestServer,
} from './support/start-server.ts';
import { createPool, haveIpam, isExternal, itemsOf } from './support/target.ts';

const REGION = { RegionId: 'cn-hangzhou' };
const CLIENT_COUNT = 8;

describe.skipIf(isExternal)('cadastre backup and cadastre restore', () => {
  const place = makeTemporaryFolder();
  let server: TestServer;
  let poolId: string;

  beforeAll(async () => {
    server = await TestServer.start();
    const { privateScopeId } = await haveIpam(targetOf(server), 'cn-hangzhou');
    poolId = await createPool(targetOf(server), { ...REGION, IpamScopeId: privateScopeId });
    const cidr = { ...REGION, IpamPoolId: poolId, Cidr: '10.0.0.0/8' };
    await succeed(targetOf(server), 'AddIpamPoolCidr', cidr);
  });

  afterAll(async () => {
    await server.dispose();
    place.remove();
  });

  const targetOf = ({ url }: TestServer): Target => ({ url, ...ROOT });
  const pathOf = (name: string) => join(place.path, name);

  async function run(words: readonly string[]): Promise<string> {
    const { exitCode, standardOutput, standardError } = await runCommand(words, {});
    expect({ words, exitCode, standardError }).toEqual({ words, exitCode: 0, standardError: '' });
    return standardOutput;
  }

  function expectRefusal(ended: Ended, reason: RegExp): void {
    expect(ended).toMatchObject({ exitCode: 1, signal: null, standardOutput: '' });
    expect(ended.standardError).toMatch(/^cadastre: .*\n$/);
    expect(ended.standardError).toMatch(reason);
  }

  function allocation(index: number): Parameters {
    return {
      ...REGION,
      IpamPoolId: poolId,
      CidrMask: 28,
      ClientToken: `backup-${index}`,
      IpamPoolAllocationName: `allocation-${index}`,
    };
  }

  /** Clients that allocate without a pause; what was answered, by the index of the call. */
  function allocateUntilStopped() {
    const answered = new Map<number, string>();
    let next = 0;
    let isStopped = false;
    const work = Promise.all(
      Array.from({ length: CLIENT_COUNT }, async () => {
        while (!isStopped) {
          const index = next;
          next += 1;
          const body = await succeed(
            targetOf(server),
            'CreateIpamPoolAllocation',
            allocation(index),
          );
          answered.set(index, String(body['IpamPoolAllocationId']));
        }
      }),
    );
    const stop = async () => {
      isStopped = true;
      await work;
    };
    return { answered, stop };
  }

  async function listAllocations(
    target: Target,
    first: Parameters = {},
  ): Promise<Map<string, string>> {
    const ids = new Map<string, string>();
    let next = first;
    for (;;) {
      const parameters = { ...REGION, IpamPoolId: poolId, MaxResults: 100, ...next };
      const body = await succeed(target, 'ListIpamPoolAllocations', parameters);
      for (const item of itemsOf(body, 'IpamPoolAllocations')) {
        ids.set(String(item['IpamPoolAllocationName']), String(item['IpamPoolAllocationId']));
      }
      if (typeof body['NextToken'] !== 'string') return ids;
      next = { NextToken: body['NextToken'] };
    }
  }

  test('under load keep every write that was answered before the backup began, whole', async () => {
    const load = allocateUntilStopped();
    while (load.answered.size < 500) await new Promise((resolve) => setTimeout(resolve, 10));
    const before = new Map(load.answered);
    const printed = await run(['backup', '--data', server.folder, '--to', pathOf('loaded')]);
    const after = new Map(load.answered);
    await load.stop();
    expect(after.size).toBeGreaterThan(before.size);
    expect(printed).toMatch(
      /1 pool, 1 CIDR, .*all invariants hold\.\n.*The encryption key is in it/,
    );

    const firstPage = { ...REGION, IpamPoolId: poolId, MaxResults: 10 };
    const page = await succeed(targetOf(server), 'ListIpamPoolAllocations', firstPage);
    const folder = pathOf('restored');
    const told = await run(['restore', '--from', pathOf('loaded'), '--data', folder]);
    expect(told).toMatch(/all invariants hold\.\n.*restored is as of \d{4}-/);
    expect(await run(['verify', '--data', folder])).toMatch(/all invariants hold/);

    const restored = await TestServer.start({ folder });
    try {
      const target = targetOf(restored);
      const kept = await listAllocations(target);
      for (const [index, id] of before) expect(kept.get(`allocation-${index}`)).toBe(id);
      // Nothing is there but what was asked for, and a repeated call gets what the first one did.
      const [lastIndex, lastId] = [...before].at(-1) ?? [0, ''];
      const again = await succeed(target, 'CreateIpamPoolAllocation', allocation(lastIndex));
      expect(again['IpamPoolAllocationId']).toBe(lastId);
      expect((await listAllocations(target)).size).toBe(kept.size);
      for (const [name, id] of kept) {
        const index = Number(name.slice('allocation-'.length));
        expect(load.answered.get(index)).toBe(id);
      }
      // A page token of the first server goes on where it was.
      const rest = await listAllocations(target, { NextToken: String(page['NextToken']) });
      expect(rest.size).toBe(kept.size - 10);
      // A call that was lost is not known, so it is carried out.
      const lost = Math.max(...load.answered.keys());
      expect(kept.has(`allocation-${lost}`)).toBe(false);
      await succeed(target, 'CreateIpamPoolAllocation', allocation(lost));
    } finally {
      await restored.dispose();
    }
  });

  test('refuse a replay of a write that the backup knows', async () => {
    const parameters = { ...allocation(-1), ClientToken: 'replayed' };
    const options = { nonce: 'replayed-nonce', signing: 'V3 query' as const };
    const made = await call(targetOf(server), 'CreateIpamPoolAllocation', parameters, options);
    expect(made.status).toBe(200);
    await run(['backup', '--data', server.folder, '--to', pathOf('nonces')]);
    await run(['restore', '--from', pathOf('nonces'), '--data', pathOf('after-nonces')]);
    const restored = await TestServer.start({ folder: pathOf('after-nonces') });
    try {
      const target = targetOf(restored);
      const replayed = await call(target, 'CreateIpamPoolAllocation', parameters, options);
      expect(replayed.body['Code']).toBe('SignatureNonceUsed');
    } finally {
      await restored.dispose();
    }
  });

  test('do without the key where it is kept apart', async () => {
    const key = join(server.folder, 'encryption.key');
    const words = ['backup', '--data', server.folder, '--to', pathOf('keyless')];
    expect(await run([...words, '--no-encryption-key'])).toMatch(/key is not in it/);
    for (const name of readdirSync(pathOf('keyless'))) {
      const text = readFileSync(join(pathOf('keyless'), name), 'latin1');
      expect(text).not.toContain(readFileSync(key, 'latin1').trim());
      expect(text).not.toContain(ROOT.accessKeySecret);
    }
    const restore = ['restore', '--from', pathOf('keyless'), '--data', pathOf('with-key')];
    expectRefusal(await runCommand(restore, {}), /--encryption-key-file/);
    await run([...restore, '--encryption-key-file', key]);
  });

  test('refuse what cannot be done, with one line, and leave everything as it is', async () => {
    const backup = (folder: string, to: string) =>
      runCommand(['backup', '--data', folder, '--to', to], {});
    const restore = (from: string, folder: string) =>
      runCommand(['restore', '--from', from, '--data', folder], {});
    expectRefusal(await backup(pathOf('nothing'), pathOf('b1')), /no database/);
    expectRefusal(await backup(server.folder, place.path), /exists already/);
    expectRefusal(await restore(server.folder, pathOf('b1')), /not a backup/);
    await run(['backup', '--data', server.folder, '--to', pathOf('good')]);
    expectRefusal(await restore(pathOf('good'), server.folder), /not empty/);
    expect(existsSync(pathOf('b1'))).toBe(false);
    await succeed(targetOf(server), 'ListIpams', REGION);
  });

  test('on a full disk leave nothing behind', async () => {
    const names = readdirSync(place.path).sort();
    const limit = { fileSizeMaxKib: 64 };
    const words = ['backup', '--data', server.folder, '--to', pathOf('too-large')];
    expectRefusal(await runCommand(words, {}, limit), /cannot be copied|EFBIG|full/);
    expect(readdirSync(place.path).sort()).toEqual(names);

    await run(['backup', '--data', server.folder, '--to', pathOf('large')]);
    expect(statSync(join(pathOf('large'), 'cadastre.db')).size).toBeGreaterThan(64 * 1024);
    const restore = ['restore', '--from', pathOf('large'), '--data', pathOf('small')];
    expectRefusal(await runCommand(restore, {}, limit), /EFBIG|file too large/i);
    expect(existsSync(pathOf('small'))).toBe(false);
    rmSync(pathOf('large'), { recursive: true });
  });
});
