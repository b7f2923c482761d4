import { describe, expect, test } from 'vitest';
import { ERROR_CATALOGUE } from './error-catalogue.ts';
import { flattenedNames, GATEWAY_ERRORS, openApiDocument, responseExample } from './openapi.ts';
import type { OperationDefinition, ResponseFields } from './operation.ts';
import { OPERATIONS } from './operations/index.ts';
import { PRODUCTS } from './products.ts';

interface DocumentParameter {
  readonly $ref?: string;
  readonly name?: string;
  readonly required?: boolean;
  readonly 'x-flattened-names'?: readonly string[];
}

interface DocumentOperation {
  readonly operationId: string;
  readonly parameters: readonly DocumentParameter[];
  readonly responses: {
    readonly '200': {
      readonly content: {
        readonly 'application/json': { readonly schema: { readonly required: string[] } };
      };
    };
  };
  readonly 'x-error-codes': readonly string[];
  readonly 'x-ram'?: object;
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, DocumentOperation>>>>;
}

const document = openApiDocument() as Document;
const definitions: readonly OperationDefinition[] = Object.values(OPERATIONS);

function pathKey(definition: OperationDefinition): string {
  return `/?Action=${definition.name}&Version=${PRODUCTS[definition.product].version}`;
}

function documentOperation(definition: OperationDefinition): DocumentOperation {
  const [operation] = Object.values(document.paths[pathKey(definition)] ?? {});
  if (operation === undefined) throw new Error(`${definition.name} is not in the document`);
  return operation;
}

/** Every `$ref` of a value, at any depth. */
function findReferences(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, item]) =>
    name === '$ref' ? [String(item)] : findReferences(item),
  );
}

function resolve(reference: string): unknown {
  let value: unknown = document;
  for (const name of reference.replace(/^#\//, '').split('/')) {
    value = (value as Record<string, unknown> | undefined)?.[name];
  }
  return value;
}

/** Required fields that an example lacks, by dotted name. */
function missingFields(fields: ResponseFields, example: unknown, prefix = ''): string[] {
  const values = example as Readonly<Record<string, unknown>>;
  return Object.entries(fields).flatMap(([name, field]) => {
    const value = values[name];
    if (value === undefined) return field.optional === true ? [] : [`${prefix}${name}`];
    if (field.fields === undefined) return [];
    const [item] = Array.isArray(value) ? value : [value];
    return missingFields(field.fields, item, `${prefix}${name}.`);
  });
}

describe('the OpenAPI document', () => {
  test('has every operation', () => {
    expect(Object.keys(document.paths).sort()).toEqual(definitions.map(pathKey).sort());
  });

  test('survives JSON', () => {
    expect(JSON.parse(JSON.stringify(document))).toEqual(document);
  });

  test('has no reference that leads nowhere', () => {
    const references = findReferences(document);
    expect(references.length).toBeGreaterThan(0);
    for (const reference of references) expect(resolve(reference), reference).toBeDefined();
  });

  test('names each operation once', () => {
    const ids = definitions.map((definition) => documentOperation(definition).operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe.each(definitions)('$name in the document', (definition) => {
  const operation = documentOperation(definition);
  const parameters = operation.parameters.filter((parameter) => parameter.$ref === undefined);

  test('has the parameters of the definition, required where it says so', () => {
    const described = parameters.map(({ name, required = false }) => [name, required]);
    const defined = Object.entries(definition.parameters).map(([name, { required = false }]) => [
      name,
      required,
    ]);
    expect(described).toEqual(defined);
  });

  test('says of every list how it is sent', () => {
    for (const { name = '', 'x-flattened-names': names } of parameters) {
      const parameter = definition.parameters[name];
      const isList = parameter?.type === 'string-list' || parameter?.type === 'object-list';
      expect(names, name).toEqual(isList ? flattenedNames(name, parameter) : undefined);
    }
  });

  test('answers RequestId and every field that is not optional', () => {
    const { required } = operation.responses['200'].content['application/json'].schema;
    const fields = Object.entries(definition.response).filter(([, field]) => !field.optional);
    expect(required).toEqual(['RequestId', ...fields.map(([name]) => name)]);
  });

  test('has an example with every field that is not optional', () => {
    expect(missingFields(definition.response, responseExample(definition))).toEqual([]);
  });

  test('lists its errors and its authorization', () => {
    expect(operation['x-error-codes']).toHaveLength(definition.errors.length);
    const { authorization } = definition;
    expect(operation['x-ram']).toEqual(
      authorization && {
        action: authorization.action,
        resources: authorization.resources,
        accessLevel: authorization.accessLevel,
        source: authorization.source,
      },
    );
  });
});

test('an error belongs to every operation or is listed by one, never both', () => {
  const listed = new Set<string>(definitions.flatMap((definition) => definition.errors));
  const gateway = new Set<string>(GATEWAY_ERRORS);
  for (const error of Object.keys(ERROR_CATALOGUE)) {
    expect(listed.has(error) !== gateway.has(error), error).toBe(true);
  }
});
