import { SqlError } from '../errors.js';

/**
 * Any validator that follows Standard Schema (https://standardschema.dev): zod, valibot, arktype and others.
 *
 * Written down here by its shape, so that this package needs none of them.
 */
export interface StandardSchema<Output = unknown> {
  /** Where the standard has its properties, so that they collide with none of the validator's own. */
  readonly '~standard': {
    /** Of the standard. */
    readonly version: 1;
    /** The library the validator comes from. */
    readonly vendor: string;
    /** Checks a row and makes of it what the schema says. */
    readonly validate: (value: unknown) => StandardResult<Output> | Promise<StandardResult<Output>>;
    /** For the compiler alone; it is never read. */
    readonly types?:
      | {
          /** What it takes. */
          readonly input: unknown;
          /** What it makes of it. */
          readonly output: Output;
        }
      | undefined;
  };
}

/** What a Standard Schema validator answers: a value, or issues. */
export type StandardResult<Output> =
  | {
      /** What the validator made of its input. */
      readonly value: Output;
      /** Absent where all is well. */
      readonly issues?: undefined;
    }
  | {
      /** What is wrong. */
      readonly issues: readonly StandardIssue[];
    };

/** One thing wrong with a value. */
export interface StandardIssue {
  /** For people. */
  readonly message: string;
  /** Where in the row: the column, then keys inside its value. */
  readonly path?:
    | readonly (
        | PropertyKey
        | {
            /** One step of the path. */
            readonly key: PropertyKey;
          }
      )[]
    | undefined;
}

/** The type of the values a schema lets through. */
export type SchemaOutput<Schema extends StandardSchema> = NonNullable<Schema['~standard']['types']>['output'];

/** The rows a schema let through, and what was wrong with the next one. */
interface CheckedRows {
  readonly rows: unknown[];
  readonly failure?: SqlError;
}

/** Checks a result's rows, in order, batch by batch. */
export class RowChecker {
  readonly #validate: StandardSchema['~standard']['validate'];
  readonly #keys: readonly string[];
  readonly #queryId: string;
  #checked = 0;

  /** @throws SqlError `ARGUMENT_INVALID` when the schema is none. */
  constructor(schema: StandardSchema, keys: readonly string[], queryId: string) {
    this.#validate = checkSchema(schema)['~standard'].validate;
    this.#keys = keys;
    this.#queryId = queryId;
  }

  /** Validates rows until one fails. */
  async check(batch: readonly unknown[]): Promise<CheckedRows> {
    const rows: unknown[] = [];
    for (const row of batch) {
      this.#checked++;
      const answer = this.#validate(row);
      // By shape: it may be a promise of another realm or library.
      const result = typeof answer === 'object' && 'then' in answer ? await answer : answer;
      if (result.issues !== undefined) {
        return { rows, failure: this.#failure(result.issues) };
      }
      rows.push(result.value);
    }
    return { rows };
  }

  #failure(issues: readonly StandardIssue[]): SqlError {
    const [first] = issues;
    const more = issues.length > 1 ? ` (and ${issues.length - 1} more)` : '';
    const where = first === undefined ? '' : this.#place(first);
    return new SqlError(
      `Row ${this.#checked}${where} does not fit the schema: ${first?.message ?? 'no reason given'}${more}`,
      { code: 'RESULT_INVALID', queryId: this.#queryId, cause: issues },
    );
  }

  #place({ path = [] }: StandardIssue): string {
    const [column, ...inside] = path.map((step) => (typeof step === 'object' ? step.key : step));
    if (column === undefined) {
      return '';
    }
    const name = typeof column === 'number' ? (this.#keys[column] ?? column) : column;
    return `, column ${JSON.stringify(String(name))}${inside.map((key) => `[${JSON.stringify(String(key))}]`).join('')},`;
  }
}

/**
 * Checks that a value is a Standard Schema validator; zod's and others' are functions or objects.
 *
 * @throws SqlError `ARGUMENT_INVALID` when it is not.
 */
export function checkSchema(schema: StandardSchema): StandardSchema {
  const standard: unknown = Object(schema)['~standard'];
  if (typeof standard !== 'object' || standard === null || typeof Reflect.get(standard, 'validate') !== 'function') {
    throw new SqlError('schema must be a Standard Schema validator, such as one of zod or valibot.', {
      code: 'ARGUMENT_INVALID',
    });
  }
  return schema;
}
