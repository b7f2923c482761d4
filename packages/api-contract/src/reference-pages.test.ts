import { describe, expect, test } from 'vitest';
import { ERROR_CATALOGUE, type ErrorKey, errorCodeTemplate } from './error-catalogue.ts';
import type { OperationDefinition } from './operation.ts';
import { OPERATIONS } from './operations/index.ts';
import { referencePages } from './reference-pages.ts';

const pages = referencePages();
const definitions: readonly OperationDefinition[] = Object.values(OPERATIONS);

function readPage(path: string): string {
  const text = pages.get(path);
  if (text === undefined) throw new Error(`There is no page ${path}`);
  return text;
}

/** The cells of every table row, split at pipes that are not escaped. */
function tableRows(text: string): string[][] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) =>
      line
        .slice(1, -1)
        .split(/(?<!\\)\|/)
        .map((cell) => cell.trim()),
    );
}

describe('every page', () => {
  test.each([...pages.keys()])('%s has tables of even width without an empty cell', (path) => {
    const text = readPage(path);
    for (const table of text.split('\n\n').filter((block) => block.startsWith('|'))) {
      const [header = [], ...rows] = tableRows(table);
      for (const row of rows) {
        expect(row).toHaveLength(header.length);
        expect(row).not.toContain('');
      }
    }
  });

  test.each([...pages.keys()])('%s links only to pages that exist', (path) => {
    for (const [, target = ''] of readPage(path).matchAll(/\]\(([^)]+)\)/g)) {
      const resolved = new URL(target, `http://reference/${path}`).pathname.slice(1);
      expect(resolved === 'openapi.json' || pages.has(resolved), target).toBe(true);
    }
  });
});

describe.each(definitions)('the page of $name', (definition) => {
  const text = readPage(`operations/${definition.product}/${definition.name}.md`);

  test('has its summary, parameters and response fields', () => {
    expect(text).toContain(definition.summary);
    for (const name of Object.keys(definition.parameters)) expect(text).toContain(`| \`${name}`);
    for (const name of Object.keys(definition.response)) expect(text).toContain(`| \`${name}\` |`);
  });

  test('lists its errors in order of precedence', () => {
    const listed = tableRows(text.slice(text.indexOf('## Errors')))
      .slice(2)
      .map(([, code = '']) => code);
    expect(listed).toEqual(definition.errors.map((error) => `\`${errorCodeTemplate(error)}\``));
  });

  test('is linked from the index and the coverage table', () => {
    const link = `(operations/${definition.product}/${definition.name}.md)`;
    expect(readPage('README.md')).toContain(link);
    expect(readPage('coverage.md')).toContain(link);
  });
});

describe('the page of errors', () => {
  const rows = tableRows(readPage('errors.md'));

  test.each(Object.keys(ERROR_CATALOGUE) as ErrorKey[])('has the entry %s', (error) => {
    const { status, message, source } = ERROR_CATALOGUE[error];
    const cells = [`\`${errorCodeTemplate(error)}\``, String(status), message, source];
    expect(rows.map((row) => row.slice(0, 4))).toContainEqual(cells);
  });

  test('has a row for each entry and no other', () => {
    const dataRows = rows.filter(([first = '']) => first.startsWith('`'));
    expect(dataRows).toHaveLength(Object.keys(ERROR_CATALOGUE).length);
  });
});

test('every error that an operation lists is in the catalogue, and is listed once', () => {
  for (const { name, errors } of definitions) {
    for (const error of errors) expect(Object.keys(ERROR_CATALOGUE), name).toContain(error);
    expect(new Set(errors).size, name).toBe(errors.length);
  }
});

test('a condition key is fed by a text parameter of its operation', () => {
  for (const { name, parameters, authorization } of definitions) {
    for (const parameter of Object.values(authorization?.conditionKeys ?? {})) {
      expect(parameters[parameter]?.type, `${parameter} of ${name}`).toBe('string');
    }
  }
});

test('the coverage table has every operation and no empty cell', () => {
  const rows = tableRows(readPage('coverage.md')).slice(2);
  expect(rows).toHaveLength(definitions.length);
  for (const [name, ...cells] of rows) {
    expect(cells, name).not.toContain('');
    expect(cells, name).toHaveLength(8);
  }
});
