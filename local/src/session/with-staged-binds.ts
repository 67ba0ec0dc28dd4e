import { unsupported } from '../compile/faults.js';
import type { Cell, StatementRequest } from '../statement.js';
import type { StageSight } from '../stages/location.js';
import { readStagedRows } from '../stages/read-rows.js';
import { selectFiles } from '../stages/staged-table.js';
import type { StageFiles } from '../stages/stage-files.js';

/** A statement with the values that its driver has put into a stage: as array binds, all of them text. */
export async function withStagedBinds(
  request: StatementRequest,
  stages: StageFiles,
  sight: StageSight,
): Promise<StatementRequest> {
  const { bindStage: location } = request;
  if (location === undefined) {
    return request;
  }
  const { files, format } = await selectFiles(stages, { location, format: {}, pattern: undefined }, sight);
  const columns: Cell[][] = [];
  // Named by their numbers, of which the tenth comes after the ninth.
  for (const file of files.toSorted((one, other) => one.name.localeCompare(other.name, 'en', { numeric: true }))) {
    const { rows } = await readStagedRows(file, format, refuseParquet);
    for (const { cells } of rows) {
      if (columns.length > 0 && cells.length !== columns.length) {
        throw unsupported('array binds whose rows are of different lengths');
      }
      cells.forEach((cell, at) => (columns[at] ??= []).push(cell));
    }
  }
  if (columns.length === 0) {
    throw unsupported(`array binds in ${location}, where the driver has put no value`);
  }
  const binds = columns.map((value, at) => [String(at + 1), { type: 'TEXT', value }] as const);
  return { ...request, binds: Object.fromEntries(binds) };
}

function refuseParquet(): Promise<never> {
  throw unsupported('array binds in Parquet');
}
