import { unsupported } from '../compile/faults.js';
import { SnowflakeError } from '../errors.js';

/** A session parameter's value. */
export type ParameterValue = string | number | boolean;

interface ParameterRule {
  readonly fallback: ParameterValue;
  readonly description: string;
  /** Sent with every answer: drivers format values by it, or must know it before they read a result. */
  readonly told: boolean;
  /** False when another value than the default would change answers and the engine does not follow it. */
  readonly followed: boolean;
}

function rule(fallback: ParameterValue, description: string, told = false): ParameterRule {
  return { fallback, description, told, followed: true };
}

function fixed(fallback: ParameterValue, description: string): ParameterRule {
  return { fallback, description, told: false, followed: false };
}

/** Every session parameter the engine knows, with Snowflake's default. */
const PARAMETERS: ReadonlyMap<string, ParameterRule> = new Map([
  ['ABORT_DETACHED_QUERY', rule(false, 'Cancels a query whose connection is lost')],
  ['AUTOCOMMIT', rule(true, 'Commits after each statement', true)],
  ['BINARY_INPUT_FORMAT', rule('HEX', 'Format of BINARY read from text')],
  ['BINARY_OUTPUT_FORMAT', rule('HEX', 'Format of BINARY written as text', true)],
  ['CLIENT_MEMORY_LIMIT', rule(1536, 'Memory of a client for results in MB', true)],
  ['CLIENT_METADATA_REQUEST_USE_CONNECTION_CTX', rule(false, 'Keeps requests for metadata to the current names', true)],
  ['CLIENT_METADATA_USE_SESSION_DATABASE', rule(false, 'Keeps requests for metadata to the current database', true)],
  ['CLIENT_PREFETCH_THREADS', rule(4, 'Threads of a client that fetch results', true)],
  ['CLIENT_RESULT_CHUNK_SIZE', rule(160, 'Size of result chunks in MB', true)],
  ['CLIENT_RESULT_COLUMN_CASE_INSENSITIVE', rule(false, 'Finds columns of a result in any case', true)],
  ['CLIENT_SESSION_KEEP_ALIVE', rule(false, 'Keeps the session alive', true)],
  ['CLIENT_SESSION_KEEP_ALIVE_HEARTBEAT_FREQUENCY', rule(3600, 'Seconds between the beats that keep a session alive')],
  ['CLIENT_STAGE_ARRAY_BINDING_THRESHOLD', fixed(65_280, 'Bound values from which a client puts them into a stage')],
  ['CLIENT_TIMESTAMP_TYPE_MAPPING', rule('TIMESTAMP_LTZ', 'Type of bound timestamps', true)],
  ['CSV_TIMESTAMP_FORMAT', fixed('', 'Format of timestamps in downloaded CSV')],
  ['DATE_INPUT_FORMAT', rule('AUTO', 'Format of dates read from text')],
  ['DATE_OUTPUT_FORMAT', rule('YYYY-MM-DD', 'Format of dates written as text', true)],
  ['DEFAULT_NULL_ORDERING', rule('LAST', 'Where NULL stands in a rising order')],
  ['DEFAULT_DDL_COLLATION', fixed('', 'Collation of new columns')],
  ['ENABLE_UNLOAD_PHYSICAL_TYPE_OPTIMIZATION', rule(true, 'Narrows the columns of unloaded Parquet')],
  ['ERROR_ON_NONDETERMINISTIC_MERGE', rule(true, 'Refuses a MERGE that changes a row twice')],
  ['ERROR_ON_NONDETERMINISTIC_UPDATE', rule(false, 'Refuses an UPDATE that changes a row twice')],
  ['ENABLE_STRUCTURED_TYPES_IN_CLIENT_RESPONSE', fixed(true, 'Tells clients the types inside of structured values')],
  ['GEOGRAPHY_OUTPUT_FORMAT', rule('GeoJSON', 'Format of GEOGRAPHY')],
  ['GEOMETRY_OUTPUT_FORMAT', rule('GeoJSON', 'Format of GEOMETRY')],
  ['GO_QUERY_RESULT_FORMAT', rule('JSON', 'Format of results for Go')],
  ['HYBRID_TABLE_LOCK_TIMEOUT', rule(3600, 'Seconds to wait for a row of a hybrid table')],
  ['JDBC_QUERY_RESULT_FORMAT', rule('JSON', 'Format of results for JDBC')],
  ['JDBC_TREAT_DECIMAL_AS_INT', rule(true, 'Types of NUMBER without a scale in JDBC', true)],
  ['JDBC_TREAT_TIMESTAMP_NTZ_AS_UTC', rule(false, 'Zone of TIMESTAMP_NTZ in JDBC', true)],
  ['JDBC_USE_SESSION_TIMEZONE', rule(true, 'Zone of timestamps in JDBC', true)],
  ['JSON_INDENT', fixed(2, 'Spaces a level of printed JSON')],
  ['JS_TREAT_INTEGER_AS_BIGINT', rule(false, 'Types of integers in the driver for Node')],
  ['LOCK_TIMEOUT', rule(43_200, 'Seconds to wait for a lock')],
  ['LOG_LEVEL', rule('OFF', 'What is logged of functions and procedures')],
  ['METRIC_LEVEL', rule('NONE', 'What is measured of functions and procedures')],
  ['MULTI_STATEMENT_COUNT', rule(1, 'Statements allowed in one request', true)],
  ['NOORDER_SEQUENCE_AS_DEFAULT', rule(true, 'Lets new sequences skip numbers')],
  ['ODBC_TREAT_DECIMAL_AS_INT', rule(false, 'Types of NUMBER without a scale in ODBC')],
  ['PYTHON_CONNECTOR_QUERY_RESULT_FORMAT', rule('JSON', "Format of results for Python's connector")],
  ['QUERY_TAG', rule('', 'Tag of the statements of this session', true)],
  ['QUOTED_IDENTIFIERS_IGNORE_CASE', fixed(false, 'Takes quoted names in upper case')],
  ['ROWS_PER_RESULTSET', rule(0, 'Rows in a result; 0 is all')],
  ['SEARCH_PATH', fixed('$current, $public', 'Schemas in which names are looked up')],
  ['STATEMENT_QUEUED_TIMEOUT_IN_SECONDS', rule(0, 'Seconds a statement may wait')],
  ['STATEMENT_TIMEOUT_IN_SECONDS', rule(172_800, 'Seconds a statement may run', true)],
  ['STRICT_JSON_OUTPUT', fixed(false, 'Prints VARIANT as strict JSON')],
  ['TIME_INPUT_FORMAT', rule('AUTO', 'Format of times read from text')],
  ['TIME_OUTPUT_FORMAT', rule('HH24:MI:SS', 'Format of times written as text', true)],
  ['TIMESTAMP_INPUT_FORMAT', rule('AUTO', 'Format of timestamps read from text')],
  ['TIMESTAMP_LTZ_OUTPUT_FORMAT', rule('', 'Format of TIMESTAMP_LTZ written as text', true)],
  ['TIMESTAMP_NTZ_OUTPUT_FORMAT', rule('YYYY-MM-DD HH24:MI:SS.FF3', 'Format of TIMESTAMP_NTZ written as text', true)],
  ['TIMESTAMP_OUTPUT_FORMAT', rule('YYYY-MM-DD HH24:MI:SS.FF3 TZHTZM', 'Format of timestamps written as text', true)],
  ['TIMESTAMP_TYPE_MAPPING', rule('TIMESTAMP_NTZ', 'What TIMESTAMP means')],
  ['TIMESTAMP_TZ_OUTPUT_FORMAT', rule('', 'Format of TIMESTAMP_TZ written as text', true)],
  ['TIMEZONE', rule('America/Los_Angeles', 'Time zone of the session', true)],
  ['TRACE_LEVEL', rule('OFF', 'What is traced of functions and procedures')],
  ['TRANSACTION_ABORT_ON_ERROR', fixed(false, 'Undoes a transaction when a statement fails')],
  ['TRANSACTION_DEFAULT_ISOLATION_LEVEL', rule('READ COMMITTED', 'Isolation of transactions')],
  ['TWO_DIGIT_CENTURY_START', rule(1970, 'First year of two digits')],
  ['UNSUPPORTED_DDL_ACTION', rule('ignore', 'What to do with unsupported DDL')],
  ['USE_CACHED_RESULT', rule(true, 'Reuses kept results')],
  ['WEEK_OF_YEAR_POLICY', rule(0, 'How weeks are counted')],
  ['WEEK_START', rule(0, 'First day of the week')],
]);

/** One line of SHOW PARAMETERS. */
export interface ParameterLine {
  readonly key: string;
  readonly value: string;
  readonly fallback: string;
  readonly level: string;
  readonly description: string;
  readonly type: string;
}

/** The parameters of one session: what was set, over Snowflake's defaults. */
export class SessionParameters {
  readonly #set = new Map<string, ParameterValue>();

  constructor(initial: Readonly<Record<string, unknown>> = {}) {
    for (const [name, value] of Object.entries(initial)) {
      if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
        this.#set.set(name.toUpperCase(), checkedValue(name.toUpperCase(), value));
      }
    }
  }

  get(name: string): ParameterValue {
    return this.#set.get(name) ?? PARAMETERS.get(name)?.fallback ?? '';
  }

  /** @throws SnowflakeError 001006 for a parameter Snowflake does not know. */
  set(name: string, value: ParameterValue): void {
    const known = refuseUnknown(name);
    checkedValue(name, value);
    this.#set.set(
      name,
      typeof known.fallback === 'boolean'
        ? isTrue(value)
        : typeof known.fallback === 'number'
          ? Number(value)
          : String(value),
    );
  }

  /** What was set. */
  all(): Readonly<Record<string, ParameterValue>> {
    return Object.fromEntries(this.#set);
  }

  /** Goes back to what was set at login. */
  reset(initial: Readonly<Record<string, unknown>>): void {
    this.#set.clear();
    for (const [name, value] of new SessionParameters(initial).#set) {
      this.#set.set(name, value);
    }
  }

  unset(name: string): void {
    refuseUnknown(name);
    this.#set.delete(name);
  }

  /** These parameters with others over them, for one statement. */
  with(overrides: Readonly<Record<string, unknown>>): SessionParameters {
    return Object.keys(overrides).length === 0 ? this : new SessionParameters({ ...this.all(), ...upper(overrides) });
  }

  /** What the driver must know to format values. */
  told(): readonly { readonly name: string; readonly value: ParameterValue }[] {
    return [...PARAMETERS].filter(([, { told }]) => told).map(([name]) => ({ name, value: this.get(name) }));
  }

  lines(): readonly ParameterLine[] {
    return [...PARAMETERS].map(([key, { fallback, description }]) => ({
      key,
      value: String(this.get(key)),
      fallback: String(fallback),
      level: this.#set.has(key) ? 'SESSION' : '',
      description,
      type: typeOfValue(fallback),
    }));
  }
}

/** How SHOW PARAMETERS names a value's type. */
export function typeOfValue(value: ParameterValue): ParameterLine['type'] {
  return typeof value === 'boolean' ? 'BOOLEAN' : typeof value === 'number' ? 'NUMBER' : 'STRING';
}

function upper(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name.toUpperCase(), value]));
}

function isTrue(value: ParameterValue): boolean {
  return String(value).toLowerCase() === 'true';
}

/** Ranges of numbers that are no amounts. */
const RANGES: Readonly<Record<string, readonly [number, number]>> = {
  ROWS_PER_RESULTSET: [0, Number.POSITIVE_INFINITY],
  TWO_DIGIT_CENTURY_START: [1900, 2100],
  WEEK_OF_YEAR_POLICY: [0, 1],
  WEEK_START: [0, 7],
};

/**
 * The value, when it can be followed.
 *
 * @throws SnowflakeError 000002 for a value that would change answers and is not followed; 001008 for none at all
 */
function checkedValue(name: string, value: ParameterValue): ParameterValue {
  const known = PARAMETERS.get(name);
  if (known?.followed === false && String(value).toUpperCase() !== String(known.fallback).toUpperCase()) {
    throw unsupported(`parameter ${name} = ${String(value)}`);
  }
  if (known !== undefined && !isOfKind(known.fallback, value)) {
    throw invalidValue(name, value);
  }
  const [low, high] = RANGES[name] ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  const outside = name in RANGES && !(Number(value) >= low && Number(value) <= high);
  const unknown = name === 'DEFAULT_NULL_ORDERING' && !/^(?:FIRST|LAST)$/i.test(String(value));
  if (outside || unknown || (name === 'TIMEZONE' && !isZone(String(value)))) {
    throw invalidValue(name, value);
  }
  return value;
}

function isOfKind(fallback: ParameterValue, value: ParameterValue): boolean {
  if (typeof fallback === 'boolean') {
    return /^(?:true|false)$/i.test(String(value));
  }
  return typeof fallback !== 'number' || (String(value) !== '' && Number.isFinite(Number(value)));
}

function invalidValue(name: string, value: ParameterValue): SnowflakeError {
  const message = `SQL compilation error:\ninvalid value [${String(value)}] for parameter '${name}'`;
  return new SnowflakeError('001008', '22023', message);
}

function isZone(name: string): boolean {
  try {
    return Intl.DateTimeFormat('en-US', { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}

function refuseUnknown(name: string): ParameterRule {
  const known = PARAMETERS.get(name);
  if (known === undefined) {
    throw new SnowflakeError('001006', '22023', `SQL compilation error:\ninvalid property '${name}' for 'SESSION'`);
  }
  return known;
}
