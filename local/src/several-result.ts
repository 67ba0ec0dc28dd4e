import type { ResultColumn, StatementResult } from './statement.js';

/** The statement type id of a text of several statements. */
export const MULTI_STATEMENT_TYPE = 0xa000;

/** The one column of the answer about a text of several statements. */
export const SEVERAL_COLUMN: ResultColumn = {
  name: 'multiple statement execution',
  type: 'text',
  nullable: false,
  precision: null,
  scale: null,
  length: 16_777_216,
  byteLength: 16_777_216,
  database: '',
  schema: '',
  table: '',
};

/** Its one row. Python's connector knows by it that there are several results to ask for. */
export const SEVERAL_ROW = ['Multiple statements executed successfully.'] as const;

/** What RESULT_SCAN reads of a text of several statements. */
export function severalResult(): StatementResult {
  return { columns: [SEVERAL_COLUMN], statementTypeId: MULTI_STATEMENT_TYPE, rows: oneBatch() };
}

async function* oneBatch(): StatementResult['rows'] {
  yield [SEVERAL_ROW];
}
