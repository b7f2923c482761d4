import { execFile } from 'node:child_process';
import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { call, type Parameters, succeed, type Target } from './support/raw-client.ts';
import { makeTemporaryFolder, REPOSITORY, ROOT, TestServer } from './support/start-server.ts';
import { createPool, haveIpam, isExternal, itemsOf, type MadeIpam } from './support/target.ts';

const HOST = { RegionId: 'cn-hangzhou' } as const;
const CLIENT_COUNT = 64;
const ROUNDS_PER_CLIENT = 80;

interface Verified {
  readonly exitCode: number;
  readonly standardOutput: string;
  readonly standardError: string;
}

/** Runs `cadastre verify`. */
function verify(folder: string): Promise<Verified> {
  const words = ['packages/cli/bin/cadastre.js', 'verify', '--data', folder];
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      words,
      { cwd: REPOSITORY },
      (_, standardOutput, standardError) =>
        resolve({ exitCode: child.exitCode ?? -1, standardOutput, standardError }),
    );
  });
}

/** Random numbers that are the same in every run. */
function createRandom(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** First and last address of an IPv4 block. */
function rangeOf(cidr: string): readonly [first: number, last: number] {
  const [address = '', mask = ''] = cidr.split('/');
  const first = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  return [first, first + 2 ** (32 - Number(mask)) - 1];
}

/** Blocks that are held at one time; taking one that overlaps another throws. */
class HeldBlocks {
  readonly #held = new Map<string, readonly [number, number]>();

  take(cidr: string): void {
    const [first, last] = rangeOf(cidr);
    for (const [other, [otherFirst, otherLast]] of this.#held) {
      if (first <= otherLast && otherFirst <= last) throw new Error(`${cidr} overlaps ${other}`);
    }
    this.#held.set(cidr, [first, last]);
  }

  release(cidr: string): void {
    this.#held.delete(cidr);
  }

  get size(): number {
    return this.#held.size;
  }
}

describe.skipIf(isExternal)('many clients at once', () => {
  let server: TestServer;
  let target: Target;
  let ipam: MadeIpam;

  beforeAll(async () => {
    server = await TestServer.start({ config: { quotas: { ipam_scope_quota_per_ipam: 100 } } });
    target = { url: server.url, ...ROOT };
    ipam = await haveIpam(target, 'cn-hangzhou');
  });

  afterAll(() => server.dispose());

  const newPoolWith = async (Cidr: string) => {
    const { IpamScopeId } = await succeed(target, 'CreateIpamScope', {
      ...HOST,
      IpamId: ipam.ipamId,
    });
    const parameters = { ...HOST, IpamScopeId: String(IpamScopeId) };
    const IpamPoolId = await createPool(target, parameters);
    await succeed(target, 'AddIpamPoolCidr', { ...HOST, IpamPoolId, Cidr });
    return IpamPoolId;
  };
  const tryAllocate = (more: Parameters) =>
    call(target, 'CreateIpamPoolAllocation', { ...HOST, ...more });
  const release = (id: unknown) =>
    succeed(target, 'DeleteIpamPoolAllocation', { ...HOST, IpamPoolAllocationId: String(id) });
  const wholeIsFree = async (IpamPoolId: string, CidrBlock: string) => {
    const parameters = { ...HOST, IpamPoolId, CidrBlock };
    const options = { signing: 'V3 query GET' } as const;
    const answer = await succeed(target, 'GetIpamPoolNextAvailableCidr', parameters, options);
    return answer['CidrBlock'] === CidrBlock;
  };

  test.each([
    ['by mask', { CidrMask: 28 }, 'ResourceNotEnough.IpamPoolCidr'],
    ['by name', { Cidr: '10.0.0.240/28' }, 'OperationDenied.CidrUnavailableInPool'],
  ])(
    'the last free block, asked for %s, is given to one of 64 callers',
    async (_, wanted, code) => {
      const IpamPoolId = await newPoolWith('10.0.0.0/24');
      for (const CidrMask of [25, 26, 27, 28]) {
        await succeed(target, 'CreateIpamPoolAllocation', { ...HOST, IpamPoolId, CidrMask });
      }
      const answers = await Promise.all(
        Array.from({ length: CLIENT_COUNT }, () => tryAllocate({ IpamPoolId, ...wanted })),
      );
      const winners = answers.filter(({ status }) => status === 200);
      expect(winners.map(({ body }) => body['Cidr'])).toEqual(['10.0.0.240/28']);
      const codes = answers.filter(({ status }) => status !== 200).map(({ body }) => body['Code']);
      expect(codes).toEqual(Array.from({ length: CLIENT_COUNT - 1 }, () => code));
    },
  );

  test('64 callers that want a sub-pool CIDR and an allocation never get the same addresses', async () => {
    const IpamPoolId = await newPoolWith('10.0.0.0/20');
    const [pool] = itemsOf(
      await succeed(target, 'ListIpamPools', { ...HOST, 'IpamPoolIds.1': IpamPoolId }),
      'IpamPools',
    );
    const inPool = { ...HOST, IpamScopeId: String(pool?.['IpamScopeId']) };
    const subPools = await Promise.all(
      Array.from({ length: 8 }, () =>
        createPool(target, { ...inPool, SourceIpamPoolId: IpamPoolId }),
      ),
    );
    const answers = await Promise.all(
      Array.from({ length: CLIENT_COUNT }, (_, index) => {
        const subPool = subPools[index];
        if (subPool === undefined) return tryAllocate({ IpamPoolId, CidrMask: 25 });
        const parameters = { ...HOST, IpamPoolId: subPool, NetmaskLength: 24 };
        return call(target, 'AddIpamPoolCidr', parameters);
      }),
    );
    const held = new HeldBlocks();
    for (const { status, body } of answers) if (status === 200) held.take(String(body['Cidr']));
    // 16 blocks of /24: whatever the order, none is left over.
    const listed = await succeed(target, 'ListIpamPoolAllocations', { ...HOST, IpamPoolId });
    expect(listed['TotalCount']).toBe(held.size);
    expect((await tryAllocate({ IpamPoolId, CidrMask: 25 })).body['Code']).toBe(
      'ResourceNotEnough.IpamPoolCidr',
    );
  });

  test('64 clients take and release /20 to /28 at random: no overlap, and the pool whole again', async () => {
    const Cidr = '10.0.0.0/14';
    const IpamPoolId = await newPoolWith(Cidr);
    const held = new HeldBlocks();
    let callCount = 0;

    const releaseOwn = async (own: Map<string, unknown>, cidr: string) => {
      const id = own.get(cidr);
      own.delete(cidr);
      // Another client may get the block before this one hears of its release.
      held.release(cidr);
      await release(id);
      callCount += 1;
    };
    const runClient = async (seed: number) => {
      const random = createRandom(seed);
      const own = new Map<string, unknown>();
      for (let round = 0; round < ROUNDS_PER_CLIENT; round += 1) {
        const [oldest] = own.keys();
        if (oldest !== undefined && random(100) < 45) {
          await releaseOwn(own, oldest);
          continue;
        }
        const answer = await tryAllocate({ IpamPoolId, CidrMask: 20 + random(9) });
        callCount += 1;
        if (answer.status === 200) {
          const cidr = String(answer.body['Cidr']);
          held.take(cidr);
          own.set(cidr, answer.body['IpamPoolAllocationId']);
        } else {
          expect(answer.body['Code']).toBe('ResourceNotEnough.IpamPoolCidr');
        }
      }
      return own;
    };

    const owned = await Promise.all(
      Array.from({ length: CLIENT_COUNT }, (_, index) => runClient(index + 1)),
    );
    const beside = await verify(server.folder);
    expect(beside.standardOutput).toMatch(/all invariants hold/);
    expect(callCount).toBe(CLIENT_COUNT * ROUNDS_PER_CLIENT);
    const listed = await succeed(target, 'ListIpamPoolAllocations', { ...HOST, IpamPoolId });
    expect(listed['TotalCount']).toBe(held.size);
    await Promise.all(
      owned.map(async (own) => {
        for (const cidr of [...own.keys()]) await releaseOwn(own, cidr);
      }),
    );
    expect(held.size).toBe(0);
    expect(await wholeIsFree(IpamPoolId, Cidr)).toBe(true);
  });

  describe('cadastre verify', () => {
    const CLEAN =
      /^1 account, \d+ pools, \d+ CIDRs, \d+ allocations, \d+ free blocks: all invariants hold \(\d+\.\d s\)\.\n$/;

    test('finds all in order, beside the server, after kill -9 and while it is stopped', async () => {
      const expectClean = async () => {
        const found = await verify(server.folder);
        expect(found).toMatchObject({ exitCode: 0, standardError: '' });
        expect(found.standardOutput).toMatch(CLEAN);
      };
      await expectClean();
      await server.kill();
      await expectClean();
      await server.restart();
      await server.stop();
      await expectClean();
      await server.restart();
      await expectClean();
      target = { url: server.url, ...ROOT };
    });

    test('tells each broken invariant in a line, with status 1', async () => {
      const pool = { ...HOST, IpamScopeId: ipam.privateScopeId, IpamPoolName: 'broken' };
      const poolId = await createPool(target, pool);
      await server.stop();
      const { path, remove } = makeTemporaryFolder();
      try {
        const file = join(path, 'cadastre.db');
        copyFileSync(join(server.folder, 'cadastre.db'), file);
        const database = new Database(file);
        database.prepare('UPDATE pools SET sub_pool_count = 9 WHERE pool_id = ?').run(poolId);
        database.close();
        const found = await verify(path);
        expect(found).toMatchObject({ exitCode: 1, standardError: '' });
        const [line, summary, ...more] = found.standardOutput.split('\n');
        expect(line).toMatch(/^account \d{16}, pool ipam-pool-\w+: .*sub_pool_count/);
        expect(summary).toMatch(/: 1 broken invariant \(\d+\.\d s\)\.$/);
        expect(more).toEqual(['']);
      } finally {
        remove();
        await server.restart();
        target = { url: server.url, ...ROOT };
      }
    });

    test('says in one line, with status 2, that there is no database or none it can read', async () => {
      const { path, remove } = makeTemporaryFolder();
      try {
        expect(await verify(join(path, 'gone'))).toEqual({
          exitCode: 2,
          standardOutput: '',
          standardError: expect.stringMatching(/^cadastre: There is no database .*gone.*\n$/),
        });
        writeFileSync(join(path, 'cadastre.db'), 'no database at all');
        expect(await verify(path)).toEqual({
          exitCode: 2,
          standardOutput: '',
          standardError: expect.stringMatching(/^cadastre: .* is not a database\..*\n$/),
        });
      } finally {
        remove();
      }
    });
  });
});
