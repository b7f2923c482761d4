import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, extname, join, normalize } from 'node:path';
import { describe, expect, test } from 'vitest';

/** Rules of style and structure that neither the formatter nor the compiler keeps. */

const ROOT = join(import.meta.dirname, '../..');
const FILES = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: ROOT,
  encoding: 'utf8',
})
  .split('\n')
  // A file that was removed is listed until its removal is committed.
  .filter((file) => file !== '' && existsSync(join(ROOT, file)));
const SOURCES = FILES.filter((file) => /\.(ts|js)$/.test(file));

const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');

/** Which of our packages each package may import. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  'address-space': [],
  'access-policy': ['address-space'],
  'api-contract': ['address-space'],
  server: ['address-space', 'access-policy', 'api-contract'],
  cli: ['address-space', 'api-contract', 'server'],
};

const PURE_PACKAGES = ['address-space', 'access-policy', 'api-contract'];

function importsOf(file: string): readonly string[] {
  return [...read(file).matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map(
    ([, specifier = '']) => specifier,
  );
}

function isTest(file: string): boolean {
  return /\.(test|test-support)\.ts$/.test(file);
}

describe('dependency rules', () => {
  for (const [name, allowed] of Object.entries(MAY_IMPORT)) {
    test(`${name} imports only ${allowed.join(', ') || 'nothing'} of ours, through their barrels`, () => {
      for (const file of SOURCES.filter((source) => source.startsWith(`packages/${name}/src/`))) {
        for (const specifier of importsOf(file)) {
          if (specifier.startsWith('@cadastre/')) {
            expect([file, allowed]).toEqual([
              file,
              expect.arrayContaining([specifier.slice('@cadastre/'.length)]),
            ]);
          }
          if (specifier.startsWith('.')) {
            const target = normalize(join(dirname(file), specifier));
            expect([file, target.startsWith(`packages/${name}/`)]).toEqual([file, true]);
          }
        }
      }
    });
  }

  test.each(PURE_PACKAGES)('%s is pure: it imports no runtime and no library', (name) => {
    const sources = SOURCES.filter(
      (file) => file.startsWith(`packages/${name}/src/`) && !isTest(file),
    );
    for (const file of sources) {
      const foreign = importsOf(file).filter(
        (specifier) => !specifier.startsWith('.') && !specifier.startsWith('@cadastre/'),
      );
      expect([file, foreign]).toEqual([file, []]);
      expect([file, /\b(Date\.now|Math\.random|new Date\(\))/.test(read(file))]).toEqual([
        file,
        false,
      ]);
    }
  });

  test('the acceptance tests never import the server', () => {
    for (const file of SOURCES.filter((source) => source.startsWith('tests/acceptance/'))) {
      const ours = importsOf(file).filter(
        (specifier) => specifier.startsWith('@cadastre/') || specifier.includes('packages/'),
      );
      expect([file, ours]).toEqual([file, []]);
    }
  });

  test('wire codes of the catalogue are refused by key and written by one renderer', () => {
    const writers = SOURCES.filter(
      (file) => file.startsWith('packages/server/src/') && !isTest(file),
    ).filter((file) => /\bdescribeRefusal\(/.test(read(file)));
    expect(writers).toEqual(['packages/server/src/http/render-error.ts']);
  });

  test('outside of the store nothing imports its tables', () => {
    const importers = SOURCES.filter(
      (file) =>
        file.startsWith('packages/server/src/') &&
        !file.startsWith('packages/server/src/store/') &&
        !isTest(file),
    ).filter((file) => importsOf(file).some((specifier) => specifier.includes('store/sql/')));
    expect(importers).toEqual([]);
  });

  test('SQL stands only in the store', () => {
    const writers = SOURCES.filter(
      (file) =>
        file.startsWith('packages/server/src/') &&
        !file.startsWith('packages/server/src/store/') &&
        !isTest(file),
    ).filter((file) => /\b(SELECT|INSERT INTO|UPDATE|DELETE FROM)\s+\w/.test(read(file)));
    expect(writers).toEqual([]);
  });
});

describe('files', () => {
  test('are named in kebab-case, but for operations, which are named as on the wire', () => {
    for (const file of SOURCES) {
      const name = basename(file).replace(/(\.test|\.test-support|\.config)?\.(ts|js)$/, '');
      const isOperation = file.includes('/operations/') && /^[A-Z][A-Za-z0-9]+$/.test(name);
      expect([file, isOperation || /^[a-z0-9]+(-[a-z0-9]+)*$/.test(name)]).toEqual([file, true]);
    }
  });

  test('are not called utils, helpers, common, manager, base or misc', () => {
    const names = FILES.map((file) => basename(file, extname(file)));
    for (const name of names) expect(name).not.toMatch(/^(utils?|helpers?|common|manager|misc)$/);
  });

  test('stay short enough to read in one sitting', () => {
    for (const file of SOURCES.filter((source) => !isTest(source))) {
      const isData = /migrations\.ts$|error-catalogue\.ts$/.test(file);
      if (!isData) expect([file, read(file).split('\n').length <= 500]).toEqual([file, true]);
    }
  });

  test('leave nothing for later', () => {
    const marker = new RegExp(['FIX', 'ME|TO', 'DO|XX', 'X'].join(''));
    for (const file of SOURCES) expect([file, marker.test(read(file))]).toEqual([file, false]);
  });

  test('an operation has one definition and one handler of the same name', () => {
    const named = (folder: string) =>
      FILES.filter((file) => file.startsWith(folder) && /\/[A-Z]\w+\.ts$/.test(file)).map((file) =>
        file.slice(folder.length),
      );
    const definitions = named('packages/api-contract/src/operations/');
    const handlers = named('packages/server/src/operations/');
    expect(handlers.sort()).toEqual(definitions.sort());
  });
});

describe('documents', () => {
  test('the changelog keeps its form', () => {
    const changelog = read('CHANGELOG.md');
    expect(changelog).toMatch(/^# Changelog\n/);
    expect(changelog).toContain('\n## Unreleased\n');
    const headings = [...changelog.matchAll(/^### (.+)$/gm)].map(([, heading]) => heading);
    const known = ['Added', 'Changed', 'Fixed', 'Removed', 'Security', 'Compatibility'];
    for (const heading of headings) expect(known).toContain(heading);
  });

  test('every relative link leads to a file', () => {
    for (const file of FILES.filter((name) => name.endsWith('.md'))) {
      for (const [, target = ''] of read(file).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)) {
        const path = normalize(join(dirname(file), target));
        const exists = FILES.some((name) => name === path || name.startsWith(`${path}/`));
        expect([file, target, exists]).toEqual([file, target, true]);
      }
    }
  });

  test('decision records are numbered without gaps', () => {
    const numbers = FILES.filter((file) => file.startsWith('docs/decisions/'))
      .map((file) => basename(file))
      .filter((name) => name !== 'README.md')
      .map((name) => Number(/^(\d{4})-/.exec(name)?.[1]))
      .sort((left, right) => left - right);
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  });
});
