import type { Parameter } from '../catalog/model.js';
import { SnowflakeError } from '../errors.js';
import type { Returned } from '../script/loops.js';
import type { SqlType } from '../types/sql-type.js';
import { TYPE, type Outcome } from './command.js';

/**
 * The table a procedure returns, under the columns it declares; where it declares none, as it is. Values stay as they
 * are, also where a column is declared shorter.
 *
 * @throws SnowflakeError when there is none, or it is another
 */
export function tableOutcome(returned: Returned | undefined, declared: readonly Parameter[]): Outcome {
  if (returned === undefined) {
    throw new SnowflakeError(
      '001003',
      '42000',
      'SQL compilation error: stored procedure is missing a return statement',
    );
  }
  const { outcome } = returned;
  const { columns } = outcome;
  const fits =
    columns.length === declared.length && declared.every(({ type }, at) => fitsColumn(type, columns[at]?.type ?? type));
  if (declared.length > 0 && !fits) {
    const text = 'data type of returned table does not match expected returned table type';
    throw new SnowflakeError('100183', 'P0000', `Stored procedure execution error: ${text}`);
  }
  const named = columns.map((column, at) => ({
    ...column,
    name: declared[at]?.name ?? column.name,
    type: shownType(declared[at]?.type, column.type),
  }));
  return { ...outcome, columns: named, typeId: TYPE.call };
}

/** The declared type, unless the values have another scale: they are told as they are. */
function shownType(declared: SqlType | undefined, returned: SqlType): SqlType {
  const rescaled = declared?.kind === 'number' && returned.kind === 'number' && declared.scale !== returned.scale;
  return declared === undefined || rescaled ? returned : declared;
}

/** Numbers and texts may be of any size; moments are of one precision. */
function fitsColumn(declared: SqlType, returned: SqlType): boolean {
  if (declared.kind === 'timestamp' && returned.kind === 'timestamp') {
    return declared.zone === returned.zone && declared.scale === returned.scale;
  }
  return declared.kind === returned.kind || returned.kind === 'null';
}
