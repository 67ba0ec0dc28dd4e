import { MAX_TEXT, familyName, type SqlType } from '../types/sql-type.js';
import type { Cell, View } from './information-schema.js';
import type { Routine } from './model.js';
import { recordView } from './record-view.js';

/** Milliseconds as the nanoseconds stored. */
function stored(milliseconds: number): string {
  return `${milliseconds}000000`;
}

function argumentsOf({ parameters }: Routine): string {
  return `(${parameters.map(({ name, type }) => `${name} ${familyName(type).replace('TEXT', 'VARCHAR')}`).join(', ')})`;
}

function returnsOf({ returns, columns }: Routine): string {
  return returns === undefined
    ? `TABLE (${(columns ?? []).map(({ name, type }) => `${name} ${familyName(type).replace('TEXT', 'VARCHAR')}`).join(', ')})`
    : familyName(returns).replace('TEXT', 'VARCHAR');
}

/** How long a text or how precise a number is that a routine returns. */
function sizesOf(type: SqlType | undefined): Readonly<Record<string, Cell>> {
  if (type?.kind === 'number') {
    return { NUMERIC_PRECISION: type.precision, NUMERIC_PRECISION_RADIX: 10, NUMERIC_SCALE: type.scale };
  }
  return type?.kind === 'text'
    ? { CHARACTER_MAXIMUM_LENGTH: type.length, CHARACTER_OCTET_LENGTH: Math.min(type.length * 4, MAX_TEXT) }
    : {};
}

const SIZES =
  'CHARACTER_MAXIMUM_LENGTH# CHARACTER_OCTET_LENGTH# NUMERIC_PRECISION# NUMERIC_PRECISION_RADIX# NUMERIC_SCALE#';

const FUNCTION_COLUMNS = `FUNCTION_CATALOG FUNCTION_SCHEMA FUNCTION_NAME FUNCTION_OWNER ARGUMENT_SIGNATURE DATA_TYPE ${SIZES} FUNCTION_LANGUAGE FUNCTION_DEFINITION VOLATILITY IS_NULL_CALL IS_SECURE CREATED@ LAST_ALTERED@ COMMENT IS_EXTERNAL API_INTEGRATION CONTEXT_HEADERS MAX_BATCH_ROWS# REQUEST_TRANSLATOR RESPONSE_TRANSLATOR COMPRESSION IMPORTS HANDLER TARGET_PATH RUNTIME_VERSION PACKAGES INSTALLED_PACKAGES IS_MEMOIZABLE EXTERNAL_ACCESS_INTEGRATIONS SECRETS IS_DATA_METRIC IS_AGGREGATE ARTIFACT_REPOSITORY`;

const PROCEDURE_COLUMNS = `PROCEDURE_CATALOG PROCEDURE_SCHEMA PROCEDURE_NAME PROCEDURE_OWNER ARGUMENT_SIGNATURE DATA_TYPE ${SIZES} PROCEDURE_LANGUAGE PROCEDURE_DEFINITION CREATED@ LAST_ALTERED@ COMMENT EXTERNAL_ACCESS_INTEGRATIONS SECRETS RUNTIME_VERSION PACKAGES INSTALLED_PACKAGES ARTIFACT_REPOSITORY OWNER_ROLE_TYPE`;

function routineView(kind: 'FUNCTION' | 'PROCEDURE'): View {
  return recordView(kind === 'FUNCTION' ? FUNCTION_COLUMNS : PROCEDURE_COLUMNS, (catalog, database, _sessionId, role) =>
    (kind === 'FUNCTION' ? catalog.functions : catalog.procedures)
      .all()
      .filter((routine) => routine.database === database)
      .map((routine) => ({
        [`${kind}_CATALOG`]: database,
        [`${kind}_SCHEMA`]: routine.schema,
        [`${kind}_NAME`]: routine.name,
        [`${kind}_OWNER`]: role,
        ARGUMENT_SIGNATURE: argumentsOf(routine),
        DATA_TYPE: returnsOf(routine),
        ...sizesOf(routine.returns),
        [`${kind}_LANGUAGE`]: routine.language ?? 'SQL',
        [`${kind}_DEFINITION`]: routine.body,
        VOLATILITY: routine.immutable === true ? 'IMMUTABLE' : 'VOLATILE',
        IS_NULL_CALL: routine.strict === true ? 'NO' : 'YES',
        IS_SECURE: routine.secure === true ? 'YES' : 'NO',
        CREATED: stored(routine.createdAt),
        LAST_ALTERED: stored(routine.createdAt),
        COMMENT: routine.comment ?? null,
        IS_EXTERNAL: 'NO',
        IS_MEMOIZABLE: routine.memoizable === true ? 'YES' : 'NO',
        IS_DATA_METRIC: 'NO',
        IS_AGGREGATE: 'NO',
        OWNER_ROLE_TYPE: 'ROLE',
      })),
  );
}

/** Views of functions and procedures. */
export const ROUTINE_VIEWS: ReadonlyMap<string, View> = new Map([
  ['FUNCTIONS', routineView('FUNCTION')],
  ['PROCEDURES', routineView('PROCEDURE')],
]);
