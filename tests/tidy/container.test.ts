import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';

/** What an image needs is checked here, since it is not built by the tests. */

const ROOT = join(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');

const DOCKERFILE = read('Dockerfile');
/** The instructions of each stage; an instruction may go over several lines. */
const STAGES = DOCKERFILE.replaceAll(/^#.*\n/gm, '')
  .replaceAll('\\\n', ' ')
  .split(/^(?=FROM )/m)
  .map((stage) => stage.split('\n').filter((line) => line !== ''));
const FINAL = STAGES.at(-1) ?? [];

interface Service {
  readonly image: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly secrets: readonly string[];
  readonly volumes?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck: { readonly test: readonly string[] };
}

const COMPOSE = parse(read('compose.yaml')) as {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, { readonly file: string }>>;
};
const SERVICES = Object.values(COMPOSE.services);

describe('the Dockerfile', () => {
  test('starts from an image of one exact version, of a Node.js that the program runs on', () => {
    const [, major = '', minor = ''] = /^ARG NODE_IMAGE=node:(\d+)\.(\d+)\.\d+-\w+-slim$/m.exec(
      DOCKERFILE,
    ) ?? ['', ''];
    expect(Number(major) * 1_000 + Number(minor)).toBeGreaterThanOrEqual(20_019);
    for (const [from] of STAGES.slice(1)) expect(from).toMatch(/^FROM \$\{NODE_IMAGE\}/);
  });

  test('copies what is there, the manifest of every package among it', () => {
    const sources = STAGES.flat()
      .filter((line) => line.startsWith('COPY ') && !line.includes('--from='))
      .flatMap((line) => line.split(/\s+/).slice(1, -1));
    for (const source of sources)
      expect([source, existsSync(join(ROOT, source))]).toEqual([source, true]);
    for (const name of readdirSync(join(ROOT, 'packages'))) {
      expect(sources).toContain(`packages/${name}/package.json`);
    }
    // .dockerignore leaves everything out that it does not name.
    const ignore = read('.dockerignore').split('\n');
    expect(ignore).toContain('*');
    for (const source of sources) {
      const isLetIn = ignore.some(
        (line) => line.startsWith('!') && source.startsWith(line.slice(1)),
      );
      expect([source, isLetIn]).toEqual([source, true]);
    }
  });

  test('ends in an image whose user is not root, with a health check that is there', () => {
    expect(FINAL).toContain('USER 1000:1000');
    const text = FINAL.join('\n');
    expect(text).toMatch(/^VOLUME \/var\/lib\/cadastre$/m);
    const run = /^ENTRYPOINT \["\/opt\/cadastre\/(.+)"\]$/m.exec(text)?.[1] ?? '';
    expect(statSync(join(ROOT, run)).mode & 0o111).toBe(0o111);
    const check = /HEALTHCHECK .* CMD \["node", "\/opt\/cadastre\/([^"]+)"/.exec(text)?.[1] ?? '';
    expect(existsSync(join(ROOT, check))).toBe(true);
    expect(text).not.toMatch(/npm|apt-get/);
  });
});

describe('compose.yaml', () => {
  test('gives every service a health check and an image of one version', () => {
    for (const { image, healthcheck } of SERVICES) {
      expect(image).toMatch(/:\d+\.\d+/);
      expect(healthcheck.test[0]).toBe('CMD');
    }
    const { version } = JSON.parse(read('packages/cli/package.json')) as { version: string };
    expect(COMPOSE.services['cadastre']?.image).toBe(`cadastre:${version}`);
    expect(COMPOSE.services['cadastre']?.depends_on).toEqual({
      database: { condition: 'service_healthy' },
    });
  });

  test('takes every secret from a file that no commit can hold', () => {
    const used = SERVICES.flatMap(({ secrets }) => secrets).sort();
    expect(used).toEqual(Object.keys(COMPOSE.secrets).sort());
    for (const { file } of Object.values(COMPOSE.secrets)) {
      expect(() => execFileSync('git', ['check-ignore', file], { cwd: ROOT })).not.toThrow();
    }
    for (const { environment, secrets } of SERVICES) {
      for (const [name, value] of Object.entries(environment)) {
        if (/PASSWORD|SECRET|KEY_FILE|URL/.test(name)) {
          expect(secrets.map((secret) => `/run/secrets/${secret}`)).toContain(value);
        }
      }
    }
  });

  test('keeps the database in a volume', () => {
    expect(COMPOSE.services['database']?.volumes).toEqual(['database:/var/lib/postgresql/data']);
    expect(Object.keys(COMPOSE.volumes)).toEqual(['database']);
  });
});
