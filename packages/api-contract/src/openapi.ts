import { type ErrorKey, errorCodeTemplate } from './error-catalogue.ts';
import {
  CLIENT_TOKEN_CHARACTERS_MAX,
  DESCRIPTION_CHARACTERS_MAX,
  EXTERNAL_ID_CHARACTERS_MAX,
  INVENTORY_SOURCE_NAME_CHARACTERS_MAX,
  NAME_CHARACTERS_MAX,
  ROLE_SESSION_NAME_CHARACTERS_MAX,
  ROLE_SESSION_NAME_CHARACTERS_MIN,
  SOURCE_IDENTITY_CHARACTERS_MAX,
} from './limits.ts';
import type {
  ObjectListParameter,
  OperationDefinition,
  Parameter,
  ResponseField,
  ResponseFields,
  StringListParameter,
  StringParameter,
  ValueFormat,
} from './operation.ts';
import { OPERATION_NAMES, OPERATIONS } from './operations/index.ts';
import { PRODUCTS } from './products.ts';

/** A JSON value under construction; the documents are plain data. */
type JsonObject = { [name: string]: unknown };

/**
 * The errors that every operation can answer, in the order in which they are checked. They come
 * before the errors of the operation itself, with two exceptions: its errors about malformed values
 * stand where `Invalid{ParameterName}` does, and the last two can happen at any time.
 */
export const GATEWAY_ERRORS = [
  'RequestBodyTooLarge',
  'InvalidApi.NotFound',
  'InvalidParameter',
  'InvalidParameter.Format',
  'InvalidProtocol.NeedSsl',
  'UnsupportedHTTPMethod',
  'InvalidVersion',
  'InvalidAction.NotFound',
  'InvalidSignatureMethod',
  'IncompleteSignature',
  'InvalidAccessKeyId.NotFound',
  'InvalidAccessKeyId.Inactive',
  'InvalidSecurityToken.Malformed',
  'InvalidSecurityToken.MismatchWithAccessKey',
  'InvalidSecurityToken.Expired',
  'InvalidTimeStamp.Format',
  'InvalidTimeStamp.Expired',
  'SignatureDoesNotMatch#1.0',
  'SignatureDoesNotMatch#V3',
  'SignatureNonceUsed',
  'Missing{ParameterName}',
  'Invalid{ParameterName}',
  'Throttling.User',
  'Forbidden.RAM',
  'IdempotentParameterMismatch',
  'InternalError',
  'ServiceUnavailable',
  'OperationConflict',
] as const satisfies readonly ErrorKey[];

/** The `RequestId` that stands in examples. */
export const EXAMPLE_REQUEST_ID = '5C6A1F0E-9D3B-5E7A-8B42-1F6D0C9A7E35';

/** The name under which one item of a repeated parameter is sent, `{n}` counting from 1. */
export function flattenedNames(
  name: string,
  parameter: StringListParameter | ObjectListParameter,
): readonly string[] {
  if (parameter.type === 'string-list') return [`${name}.{n}`];
  return Object.keys(parameter.fields).map((field) => `${name}.{n}.${field}`);
}

/**
 * What a successful call answers, put together from the examples of the fields. A field that is
 * optional and has no example is left out.
 */
export function responseExample(definition: OperationDefinition): JsonObject {
  return { RequestId: EXAMPLE_REQUEST_ID, ...exampleOfFields(definition.response) };
}

function exampleOfFields(fields: ResponseFields): JsonObject {
  const example: JsonObject = {};
  for (const [name, field] of Object.entries(fields)) {
    if (field.optional === true && field.example === undefined && field.fields === undefined) {
      continue;
    }
    example[name] = exampleOfField(field);
  }
  return example;
}

function exampleOfField(field: ResponseField): unknown {
  if (field.type === 'object') return exampleOfFields(field.fields ?? {});
  if (field.type === 'object-list') return [exampleOfFields(field.fields ?? {})];
  const example = field.example ?? field.values?.[0];
  if (field.type === 'string-list') return example === undefined ? [] : [example];
  return example;
}

/**
 * The OpenAPI 3.1 document of every operation. All operations are called at the path `/`, so
 * that each is told apart by the query of its path key (`/?Action=...&Version=...`), which is also
 * what goes on the wire; generators and viewers for RPC APIs read that form. The vendor's way of
 * flattening arrays has no name in OpenAPI: such parameters are described as arrays, and their
 * description and `x-flattened-names` say how they are sent.
 */
export function openApiDocument(): object {
  const paths: JsonObject = {};
  for (const definition of allOperations()) {
    const { version } = PRODUCTS[definition.product];
    paths[`/?Action=${definition.name}&Version=${version}`] = pathItem(definition);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Cadastre',
      version: PRODUCTS.VpcIpam.version,
      summary: 'A self-hosted register of address space that speaks the Alibaba Cloud VpcIpam API.',
      description: DOCUMENT_DESCRIPTION,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [
      {
        url: '{endpoint}',
        description: 'The endpoint of the server.',
        variables: { endpoint: { default: 'http://127.0.0.1:8080' } },
      },
    ],
    security: [{ signatureV3: [] }, { signatureV1: [] }],
    tags: tags(),
    paths,
    components: {
      parameters: { Format: FORMAT_PARAMETER },
      schemas: { Error: ERROR_SCHEMA },
      responses: {
        Error: {
          description: `A refusal or a failure. Every operation can answer these, in order of precedence, before its own: ${gatewayCodes()}.`,
          content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
        },
      },
      securitySchemes: SECURITY_SCHEMES,
    },
  };
}

const DOCUMENT_DESCRIPTION = [
  'Every operation is called at the path `/`. Action and Version stand in the query string, or in the headers `x-acs-action` and `x-acs-version`.',
  'Parameters stand in the query string or in a form body, whichever the client prefers; a POST may have both. An operation lists the methods it takes in `x-methods`.',
  'Arrays are flattened: the items of `IpamIds` are sent as `IpamIds.1`, `IpamIds.2`, and the fields of the items of `Tag` as `Tag.1.Key`, `Tag.1.Value`. Clients made from this document must send them so.',
].join('\n\n');

const FORMAT_PARAMETER = {
  name: 'Format',
  in: 'query',
  description: 'The format of the answer, JSON where not given. Case does not matter.',
  schema: { type: 'string', enum: ['JSON', 'XML'], default: 'JSON' },
};

const ERROR_SCHEMA = {
  type: 'object',
  required: ['RequestId', 'HostId', 'Code', 'Message', 'Recommend'],
  properties: {
    RequestId: { type: 'string', format: 'uuid', description: 'The id of the request.' },
    HostId: { type: 'string', description: 'The host that the request named.' },
    Code: { type: 'string', description: 'What clients tell errors apart by.' },
    Message: { type: 'string', description: 'What went wrong, for people.' },
    Recommend: { type: 'string', format: 'uri', description: "The vendor's page on the error." },
    AccessDeniedDetail: {
      type: 'object',
      description: 'Why a policy refused the call; only with Forbidden.RAM and NoPermission.',
      properties: {
        AuthAction: { type: 'string', description: 'The RAM action that is missing.' },
        AuthPrincipalDisplayName: { type: 'string', description: 'Who called.' },
        AuthPrincipalOwnerId: { type: 'string', description: 'The account of who called.' },
        AuthPrincipalType: {
          type: 'string',
          examples: ['SubUser'],
          description: 'What kind of principal called.',
        },
        NoPermissionType: {
          type: 'string',
          enum: ['ImplicitDeny', 'ExplicitDeny'],
          description: 'Whether no policy allows the action, or one denies it.',
        },
        PolicyType: { type: 'string', description: 'The kind of policy that decided.' },
      },
    },
  },
};

const SECURITY_SCHEMES = {
  signatureV3: {
    type: 'apiKey',
    in: 'header',
    name: 'Authorization',
    description:
      '`ACS3-HMAC-SHA256 Credential={AccessKeyId},SignedHeaders={names},Signature={hex}`. The headers host, x-acs-date and x-acs-content-sha256 and every other x-acs-* header must be signed.',
  },
  signatureV1: {
    type: 'apiKey',
    in: 'query',
    name: 'Signature',
    description:
      'Base64 of the HMAC-SHA1, SignatureVersion 1.0. It needs AccessKeyId, SignatureMethod=HMAC-SHA1, SignatureVersion=1.0, SignatureNonce and Timestamp beside it.',
  },
};

function allOperations(): readonly OperationDefinition[] {
  return Object.values(OPERATIONS);
}

function tags(): JsonObject[] {
  const products = new Map<string, string>();
  for (const { group, product } of allOperations()) products.set(group, product);
  return [...products].map(([name, product]) => ({
    name,
    description: `Operations of ${product}.`,
  }));
}

function gatewayCodes(): string {
  return [...new Set(GATEWAY_ERRORS.map(errorCodeTemplate))].join(', ');
}

function pathItem(definition: OperationDefinition): JsonObject {
  const method = definition.methods.includes('POST') ? 'post' : 'get';
  const { authorization, reservedFor } = definition;
  const operation: JsonObject = {
    operationId: OPERATION_NAMES.get(definition) ?? definition.name,
    tags: [definition.group],
    summary: definition.summary,
    parameters: [
      ...Object.entries(definition.parameters).map(([name, parameter]) =>
        queryParameter(name, parameter),
      ),
      { $ref: '#/components/parameters/Format' },
    ],
    responses: {
      '200': {
        description: 'The call succeeded.',
        content: {
          'application/json': {
            schema: responseSchema(definition),
            example: responseExample(definition),
          },
        },
      },
      '4XX': { $ref: '#/components/responses/Error' },
      '5XX': { $ref: '#/components/responses/Error' },
    },
    'x-methods': definition.methods,
    'x-error-codes': definition.errors.map(errorCodeTemplate),
  };
  if (authorization !== undefined) {
    const { action, resources, accessLevel, source } = authorization;
    operation['x-ram'] = { action, resources, accessLevel, source };
  }
  if (reservedFor !== undefined) operation['x-reserved-for'] = reservedFor;
  return { [method]: operation };
}

function queryParameter(name: string, parameter: Parameter): JsonObject {
  const described: JsonObject = { name, in: 'query', description: parameter.description };
  if (parameter.required === true) described['required'] = true;
  described['schema'] = parameterSchema(parameter);
  if (parameter.type === 'string-list' || parameter.type === 'object-list') {
    const names = flattenedNames(name, parameter);
    described['description'] = `${parameter.description} Sent as ${names.join(', ')}, {n} from 1.`;
    described['style'] = 'form';
    described['explode'] = true;
    described['x-flattened-names'] = names;
  } else if (parameter.example !== undefined) {
    described['example'] = parameterExample(parameter.type, parameter.example);
  }
  return described;
}

function parameterExample(type: 'string' | 'number' | 'boolean', example: string): unknown {
  if (type === 'number') return Number(example);
  return type === 'boolean' ? example === 'true' : example;
}

function parameterSchema(parameter: Parameter): JsonObject {
  if (parameter.type === 'string') return stringSchema(parameter);
  if (parameter.type === 'boolean') return { type: 'boolean' };
  if (parameter.type === 'number') {
    const schema: JsonObject = { type: 'integer' };
    if (parameter.min !== undefined) schema['minimum'] = parameter.min;
    if (parameter.max !== undefined) schema['maximum'] = parameter.max;
    return schema;
  }
  const items =
    parameter.type === 'string-list' ? { type: 'string' } : objectItemSchema(parameter.fields);
  return { type: 'array', maxItems: parameter.itemCountMax, items };
}

const FORMAT_SCHEMAS: Readonly<Record<ValueFormat, JsonObject>> = {
  'account-id': { pattern: '^[1-9][0-9]{15}$' },
  'client-token': { minLength: 1, maxLength: CLIENT_TOKEN_CHARACTERS_MAX },
  description: { minLength: 1, maxLength: DESCRIPTION_CHARACTERS_MAX },
  'letter-description': { minLength: 1, maxLength: DESCRIPTION_CHARACTERS_MAX },
  'free-description': { minLength: 1, maxLength: DESCRIPTION_CHARACTERS_MAX },
  name: { minLength: 1, maxLength: NAME_CHARACTERS_MAX },
  'resource-group-id': {},
  'role-arn': {},
  'role-session-name': {
    minLength: ROLE_SESSION_NAME_CHARACTERS_MIN,
    maxLength: ROLE_SESSION_NAME_CHARACTERS_MAX,
  },
  'external-id': { minLength: 2, maxLength: EXTERNAL_ID_CHARACTERS_MAX },
  'source-identity': { minLength: 2, maxLength: SOURCE_IDENTITY_CHARACTERS_MAX },
  'source-name': { minLength: 1, maxLength: INVENTORY_SOURCE_NAME_CHARACTERS_MAX },
  time: { format: 'date-time' },
};

function stringSchema(parameter: StringParameter): JsonObject {
  const schema: JsonObject = { type: 'string' };
  if (parameter.format !== undefined) Object.assign(schema, FORMAT_SCHEMAS[parameter.format]);
  if (parameter.values !== undefined) schema['enum'] = parameter.values;
  return schema;
}

function objectItemSchema(fields: Readonly<Record<string, StringParameter>>): JsonObject {
  const properties: JsonObject = {};
  for (const [name, field] of Object.entries(fields)) {
    properties[name] = { ...stringSchema(field), description: field.description };
  }
  return { type: 'object', properties };
}

function responseSchema(definition: OperationDefinition): JsonObject {
  const requestId = { type: 'string', format: 'uuid', description: 'The id of the request.' };
  const schema = fieldsSchema(definition.response);
  return {
    type: 'object',
    required: ['RequestId', ...schema.required],
    properties: { RequestId: requestId, ...schema.properties },
  };
}

function fieldsSchema(fields: ResponseFields): {
  readonly properties: JsonObject;
  readonly required: readonly string[];
} {
  const properties: JsonObject = {};
  const required: string[] = [];
  for (const [name, field] of Object.entries(fields)) {
    properties[name] = fieldSchema(field);
    if (field.optional !== true) required.push(name);
  }
  return { properties, required };
}

function fieldSchema(field: ResponseField): JsonObject {
  const schema = valueSchema(field);
  if (field.description !== undefined) schema['description'] = field.description;
  if (field.example !== undefined) {
    schema['examples'] = [field.type === 'string-list' ? [field.example] : field.example];
  }
  return schema;
}

function valueSchema(field: ResponseField): JsonObject {
  switch (field.type) {
    case 'object':
      return objectSchema(field);
    case 'object-list':
      return { type: 'array', items: objectSchema(field) };
    case 'string-list':
      return { type: 'array', items: scalarSchema('string', field.values) };
    case 'number':
      return { type: 'integer', format: 'int64' };
    case 'boolean':
      return { type: 'boolean' };
    case 'string':
      return scalarSchema('string', field.values);
  }
}

function scalarSchema(type: string, values: readonly string[] | undefined): JsonObject {
  return values === undefined ? { type } : { type, enum: values };
}

function objectSchema(field: ResponseField): JsonObject {
  const { properties, required } = fieldsSchema(field.fields ?? {});
  return required.length === 0
    ? { type: 'object', properties }
    : { type: 'object', required, properties };
}
