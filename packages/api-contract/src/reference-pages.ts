import { ERROR_CATALOGUE, type ErrorKey, errorCodeTemplate } from './error-catalogue.ts';
import { flattenedNames, GATEWAY_ERRORS, responseExample } from './openapi.ts';
import type { OperationDefinition, Parameter, ResponseFields } from './operation.ts';
import { OPERATIONS } from './operations/index.ts';
import { PRODUCTS } from './products.ts';

/**
 * The reference as Markdown, by path below its folder: an index, a page for every operation, the
 * errors, and the coverage table. Everything in it comes from the definitions and the catalogue.
 */
export function referencePages(): ReadonlyMap<string, string> {
  const pages = new Map<string, string>([
    ['README.md', indexPage()],
    ['coverage.md', coveragePage()],
    ['errors.md', errorsPage()],
  ]);
  for (const definition of definitions()) {
    pages.set(operationPath(definition), operationPage(definition));
  }
  return pages;
}

/** Says at the top of each page that editing it is in vain. */
const GENERATED =
  '<!-- Generated from the operation definitions by `npm run generate`. Do not edit. -->';

const NONE = '-';

const TYPE_NAMES = {
  string: 'string',
  number: 'integer',
  boolean: 'boolean',
  object: 'object',
  'string-list': 'list of strings',
  'object-list': 'list of objects',
} as const;

function definitions(): readonly OperationDefinition[] {
  return Object.values(OPERATIONS);
}

function operationPath(definition: OperationDefinition): string {
  return `operations/${definition.product}/${definition.name}.md`;
}

function operationLink(definition: OperationDefinition): string {
  return `[${definition.name}](${operationPath(definition)})`;
}

function page(...blocks: readonly string[]): string {
  return `${[GENERATED, ...blocks].join('\n\n')}\n`;
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [header, header.map(() => '---'), ...rows.map((row) => row.map(escapeCell))];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Text that stays inside its cell. */
function escapeCell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll(/\s*\n\s*/g, ' ');
}

function code(text: string): string {
  return `\`${text}\``;
}

function codes(texts: readonly string[]): string {
  return texts.map(code).join(', ');
}

function indexPage(): string {
  const blocks = [
    '# API reference',
    'Every operation is called at the path `/` of one endpoint, by GET or POST. `Action` and `Version` name it, as parameters or as the headers `x-acs-action` and `x-acs-version`. Parameters stand in the query string or in a form body. Lists are flattened and numbered from 1: `IpamIds.1`, `Tag.1.Key`.',
    'A call is signed with an access key, by signature V3 (`Authorization: ACS3-HMAC-SHA256 ...`) or by the 1.0 scheme (`Signature` and its parameters). The answer is JSON; `Format=XML` asks for XML. A success has status 200 and a `RequestId`; any other status comes with a `Code` from [the list of errors](errors.md).',
    'See also: [errors](errors.md), [coverage](coverage.md), [OpenAPI document](openapi.json).',
  ];
  for (const [product, { version }] of Object.entries(PRODUCTS)) {
    const ofProduct = definitions().filter((definition) => definition.product === product);
    if (ofProduct.length === 0) continue;
    blocks.push(`## ${product} ${version}`);
    for (const group of [...new Set(ofProduct.map((definition) => definition.group))].sort()) {
      const rows = ofProduct
        .filter((definition) => definition.group === group)
        .map((definition) => [operationLink(definition), definition.summary]);
      blocks.push(`### ${group}`, table(['Operation', 'Summary'], rows));
    }
  }
  return page(...blocks);
}

function operationPage(definition: OperationDefinition): string {
  const { name, product } = definition;
  const example = JSON.stringify(responseExample(definition), null, 2);
  return page(
    `# ${name}`,
    definition.summary,
    `${product} ${PRODUCTS[product].version}; ${definition.effect}; ${definition.methods.join(' or ')}; ${definition.callsPerMinute} calls a minute and account where throttling is on.`,
    '## Authorization',
    authorizationBlock(definition),
    '## Request parameters',
    parametersBlock(definition),
    '## Response fields',
    table(
      ['Field', 'Type', 'Always', 'Description', 'Example'],
      [
        ['`RequestId`', 'string', 'yes', 'The id of the request.', NONE],
        ...fieldRows(definition.response, ''),
      ],
    ),
    '## Example response',
    `\`\`\`json\n${example}\n\`\`\``,
    '## Errors',
    errorsBlock(definition),
  );
}

function authorizationBlock({ authorization, reservedFor }: OperationDefinition): string {
  if (reservedFor === 'first-root') {
    return `Only the root of the first account may call it. No policy grants it to others, who get ${code('Forbidden.RAM')}.`;
  }
  if (authorization === undefined) return 'None: every authenticated caller may call it.';
  const { action, accessLevel, resources, source, conditionKeys = {} } = authorization;
  const actions = table(
    ['RAM action', 'Access level', 'Resources', 'Source'],
    [[code(action), accessLevel, codes(resources), source]],
  );
  const keys = Object.entries(conditionKeys).map(([key, name]) => [code(key), code(name)]);
  return keys.length === 0
    ? actions
    : `${actions}\n\n${table(['Condition key', 'Value of the parameter'], keys)}`;
}

function parametersBlock({ parameters }: OperationDefinition): string {
  const rows = Object.entries(parameters).flatMap(([name, parameter]) =>
    parameterRows(name, parameter),
  );
  if (rows.length === 0) return 'None but those that name and sign the call.';
  return table(['Parameter', 'Type', 'Required', 'Description', 'Example'], rows);
}

function parameterRows(name: string, parameter: Parameter): string[][] {
  const required = parameter.required === true ? 'yes' : 'no';
  if (parameter.type !== 'string-list' && parameter.type !== 'object-list') {
    const description = withValues(parameter.description, valuesOf(parameter));
    return [
      [
        code(name),
        TYPE_NAMES[parameter.type],
        required,
        description,
        exampleText(parameter.example),
      ],
    ];
  }
  const itemCount = `At most ${parameter.itemCountMax} items.`;
  const alias =
    parameter.type === 'object-list' && parameter.alias !== undefined
      ? ` ${code(parameter.alias)} is read as well.`
      : '';
  const description = `${parameter.description} ${itemCount}${alias}`;
  if (parameter.type === 'string-list') {
    const [flattened = name] = flattenedNames(name, parameter);
    return [[code(flattened), 'string', required, description, exampleText(parameter.example)]];
  }
  const fields = Object.entries(parameter.fields).map(([field, fieldParameter]) => [
    code(`${name}.{n}.${field}`),
    TYPE_NAMES[fieldParameter.type],
    fieldParameter.required === true ? 'yes' : 'no',
    withValues(fieldParameter.description, fieldParameter.values),
    exampleText(fieldParameter.example),
  ]);
  return [[code(`${name}.{n}`), 'object', required, description, NONE], ...fields];
}

function valuesOf(parameter: Parameter): readonly string[] | undefined {
  return parameter.type === 'string' ? parameter.values : undefined;
}

function withValues(description: string, values: readonly string[] | undefined): string {
  if (values === undefined) return description;
  return `${description} One of ${codes(values)}.`.trimStart();
}

function exampleText(example: string | number | boolean | undefined): string {
  return example === undefined ? NONE : code(String(example));
}

function fieldRows(fields: ResponseFields, prefix: string): string[][] {
  return Object.entries(fields).flatMap(([name, field]) => [
    [
      code(`${prefix}${name}`),
      TYPE_NAMES[field.type],
      field.optional === true ? 'no' : 'yes',
      withValues(field.description ?? '', field.values) || NONE,
      exampleText(field.example),
    ],
    ...fieldRows(field.fields ?? {}, `${prefix}${name}.`),
  ]);
}

function errorsBlock({ errors }: OperationDefinition): string {
  const common = 'Beside the [errors of every operation](../../errors.md)';
  if (errors.length === 0) return `${common}, none.`;
  const rows = errors.map((error, index) => [String(index + 1), ...errorCells(error)]);
  return [
    `${common}, in order of precedence: where several apply, the first one is answered. Those about a malformed value come before ${code('Throttling.User')} and ${code('Forbidden.RAM')}.`,
    table(['#', 'Code', 'Status', 'Message', 'Source'], rows),
  ].join('\n\n');
}

function errorCells(error: ErrorKey): string[] {
  const { status, message, source } = ERROR_CATALOGUE[error];
  return [code(errorCodeTemplate(error)), String(status), message, source];
}

function errorsPage(): string {
  const rows = (errors: readonly ErrorKey[]) =>
    errors.map((error) => [...errorCells(error), operationsListing(error)]);
  const gateway: readonly ErrorKey[] = GATEWAY_ERRORS;
  const others = (Object.keys(ERROR_CATALOGUE) as ErrorKey[]).filter(
    (error) => !gateway.includes(error),
  );
  const header = ['Code', 'Status', 'Message', 'Source', 'Operations'];
  return page(
    '# Errors',
    "`{Name}` stands for a value of the call; `{Detail}` is a sentence on what is wrong, where there is one. Source: published, from the vendor's pages; own, made up after their pattern.",
    '## Of every operation',
    `In order of precedence. ${code('Missing{ParameterName}')} comes earlier for a parameter that names or signs the call, and ${code('InternalError')} and ${code('ServiceUnavailable')} can come at any time.`,
    table(header, rows(GATEWAY_ERRORS)),
    '## Of single operations',
    'Their order of precedence stands on the page of each operation.',
    table(header, rows(others)),
  );
}

function operationsListing(error: ErrorKey): string {
  const gateway: readonly ErrorKey[] = GATEWAY_ERRORS;
  if (gateway.includes(error)) return 'every operation';
  const listing = definitions().filter((definition) => definition.errors.includes(error));
  return listing.length === 0 ? 'none' : listing.map(operationLink).join(', ');
}

function coveragePage(): string {
  return page(
    '# Coverage',
    `Operation by behaviour: all ${definitions().length} operations.`,
    table(
      [
        'Operation',
        'Product',
        'Effect',
        'Methods',
        'Client token',
        'Dry run',
        'Paging',
        'RAM row',
        'Errors of its own',
      ],
      definitions().map(coverageRow),
    ),
  );
}

function coverageRow(definition: OperationDefinition): string[] {
  const { parameters } = definition;
  const has = (name: string) => (Object.hasOwn(parameters, name) ? 'yes' : 'no');
  return [
    operationLink(definition),
    definition.product,
    definition.effect,
    definition.methods.join(', '),
    has('ClientToken'),
    has('DryRun'),
    definition.paging === undefined ? 'no' : 'yes',
    definition.authorization?.source ?? 'none',
    String(definition.errors.length),
  ];
}
