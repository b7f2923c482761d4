import type { ErrorKey } from './error-catalogue.ts';
import type { ProductName } from './products.ts';

/** What a value must look like beyond its type. The rules stand in `value-formats.ts`. */
export type ValueFormat =
  | 'account-id'
  | 'client-token'
  | 'description'
  | 'external-id'
  | 'free-description'
  | 'letter-description'
  | 'name'
  | 'resource-group-id'
  | 'role-arn'
  | 'role-session-name'
  | 'source-identity'
  | 'source-name'
  | 'time';

interface ParameterBase {
  readonly description: string;
  readonly required?: boolean;
  readonly example?: string;
  /** The error for a value that cannot be read; `Invalid{ParameterName}` where not given. */
  readonly invalid?: ErrorKey;
  /** The error where a required value is not given; `Missing{ParameterName}` where not given. */
  readonly missing?: ErrorKey;
  /**
   * True for a filter of a list operation: a value that cannot be read matches nothing, instead
   * of being refused (real clients rely on it).
   */
  readonly filter?: boolean;
}

export interface StringParameter extends ParameterBase {
  readonly type: 'string';
  readonly format?: ValueFormat;
  /** The published enumeration. It is enforced when `invalid` says with what error. */
  readonly values?: readonly string[];
}

/** An integer in decimal digits. */
export interface NumberParameter extends ParameterBase {
  readonly type: 'number';
  readonly min?: number;
  readonly max?: number;
}

export interface BooleanParameter extends ParameterBase {
  readonly type: 'boolean';
}

/** A repeated parameter, `Name.1`, `Name.2`; gaps in the indices are tolerated. */
export interface StringListParameter extends ParameterBase {
  readonly type: 'string-list';
  readonly itemCountMax: number;
}

/** A repeated object, `Name.1.Key`, `Name.1.Value`. */
export interface ObjectListParameter extends ParameterBase {
  readonly type: 'object-list';
  readonly fields: Readonly<Record<string, StringParameter>>;
  readonly itemCountMax: number;
  /** The error for too many items; `Invalid{ParameterName}` where not given. */
  readonly tooMany?: ErrorKey;
  /** Another name that real clients send for the same parameter. */
  readonly alias?: string;
}

export type Parameter =
  | StringParameter
  | NumberParameter
  | BooleanParameter
  | StringListParameter
  | ObjectListParameter;

export interface ResponseField {
  readonly type: 'string' | 'number' | 'boolean' | 'string-list' | 'object-list' | 'object';
  readonly description?: string;
  readonly values?: readonly string[];
  readonly example?: string | number | boolean;
  readonly fields?: ResponseFields;
  /** True for a field that is left out where it has no value. */
  readonly optional?: boolean;
}

export type ResponseFields = { readonly [name: string]: ResponseField };

export type AccessLevel = 'create' | 'list' | 'get' | 'update' | 'delete';

export interface Authorization {
  /** The RAM action, such as `vpc:CreateIpamPool`. */
  readonly action: string;
  readonly accessLevel: AccessLevel;
  /**
   * Resource ARNs with `{Parameter}` and `{AccountId}` placeholders, or `*` for all resources.
   * Every one must be allowed.
   */
  readonly resources: readonly string[];
  /** Whether the vendor publishes the row; otherwise it follows the vendor's pattern. */
  readonly source: 'published' | 'own';
  /**
   * Condition keys of the service, each with the parameter that gives its value. A key whose
   * parameter is left out is missing from the request.
   */
  readonly conditionKeys?: Readonly<Record<string, string>>;
  /**
   * A placeholder that is no parameter: `{IpamPoolId}` is the pool of the named allocation, or
   * `{TaggedResource}` stands for every `ResourceId` with its type, or `{RoleAccountId}` and
   * `{RoleName}` are those of the `RoleArn`; or one that may be left out: `{UserName}` is then the
   * user who calls, and `{RegionId}` the region of the named VPC or VSwitch.
   */
  readonly resolve?:
    | 'pool-of-allocation'
    | 'tagged-resources'
    | 'named-role'
    | 'calling-user'
    | 'region-of-network';
  /** The refusal of callers without permission; `Forbidden.RAM` where not given. */
  readonly denied?: ErrorKey;
}

export interface Paging {
  /** The response field that holds the page. */
  readonly items: string;
  /** The list inside that field, where the field is not the list itself. */
  readonly element?: string;
  /** False where the answer has neither Count nor TotalCount nor MaxResults. */
  readonly hasCounts?: boolean;
  /** Entries of a page where the call does not say; the usual number where not given. */
  readonly sizeDefault?: number;
}

/** One operation of one product: everything the pipeline, the documents and clients need to know. */
export interface OperationDefinition {
  /** The exact name on the wire. */
  readonly name: string;
  readonly product: ProductName;
  /** The group its page and handler stand under. */
  readonly group: string;
  readonly summary: string;
  readonly effect: 'read' | 'write';
  readonly methods: readonly ('GET' | 'POST')[];
  /** The vendor's rate limit per account and minute, applied when throttling is switched on. */
  readonly callsPerMinute: number;
  readonly parameters: Readonly<Record<string, Parameter>>;
  readonly response: ResponseFields;
  /** Undefined where policies have no say: any caller may call, or those that `reservedFor` names. */
  readonly authorization?: Authorization;
  /** `first-root`: for the root of the server's first account alone. No policy grants it to others. */
  readonly reservedFor?: 'first-root';
  readonly paging?: Paging;
  /** Errors of the operation itself, the one that wins when several apply first. */
  readonly errors: readonly ErrorKey[];
}

/** Keeps the literal types of a definition, from which its input and output types come. */
export function defineOperation<const Definition extends OperationDefinition>(
  definition: Definition,
): Definition {
  return definition;
}

type FieldValues<Fields> = { readonly [Name in keyof Fields]: string | undefined };

type ParameterValue<P> = P extends {
  type: 'string';
  invalid: ErrorKey;
  values: readonly (infer V)[];
}
  ? V
  : P extends { type: 'string' }
    ? string
    : P extends { type: 'number' }
      ? number
      : P extends { type: 'boolean' }
        ? boolean
        : P extends { type: 'string-list' }
          ? readonly string[]
          : P extends { type: 'object-list'; fields: infer Fields }
            ? readonly FieldValues<Fields>[]
            : never;

type RequiredNames<Parameters> = {
  [Name in keyof Parameters]: Parameters[Name] extends { required: true } ? Name : never;
}[keyof Parameters];

/** The typed input of an operation. A parameter that was not given is undefined, never a default. */
export type InputOf<Definition extends { parameters: object }> = {
  readonly [Name in RequiredNames<Definition['parameters']>]: ParameterValue<
    Definition['parameters'][Name]
  >;
} & {
  readonly [Name in Exclude<
    keyof Definition['parameters'],
    RequiredNames<Definition['parameters']>
  >]?: ParameterValue<Definition['parameters'][Name]> | undefined;
};

type FieldValue<F> = F extends { type: 'string'; values: readonly (infer V)[] }
  ? V
  : F extends { type: 'string' }
    ? string
    : F extends { type: 'number' }
      ? number
      : F extends { type: 'boolean' }
        ? boolean
        : F extends { type: 'string-list' }
          ? readonly string[]
          : F extends { type: 'object-list'; fields: infer Fields }
            ? readonly FieldsValue<Fields>[]
            : F extends { type: 'object'; fields: infer Fields }
              ? FieldsValue<Fields>
              : never;

type OptionalFields<Fields> = {
  [Name in keyof Fields]: Fields[Name] extends { optional: true } ? Name : never;
}[keyof Fields];

type FieldsValue<Fields> = {
  readonly [Name in Exclude<keyof Fields, OptionalFields<Fields>>]: FieldValue<Fields[Name]>;
} & {
  readonly [Name in OptionalFields<Fields>]?: FieldValue<Fields[Name]> | undefined;
};

/** The response of an operation without RequestId, which the pipeline adds. */
export type OutputOf<Definition extends { response: object }> = FieldsValue<Definition['response']>;
