import type { FormatOptions } from '../catalog/model.js';
import { doesNotExist, textsOf } from '../compile/faults.js';
import { formatProperties } from '../stages/format-properties.js';
import { findStage } from '../stages/location.js';
import type { Cell } from '../statement.js';
import { quoteName } from '../lexer.js';
import type { Outcome, StatementContext } from './command.js';
import { told } from './describe-objects.js';
import { shapeOf } from './listing.js';

const FORMAT_SHAPE = shapeOf('property property_type property_value property_default');
const STAGE_SHAPE = shapeOf('parent_property property property_type property_value property_default');

function formatRows(options: FormatOptions): readonly (readonly Cell[])[] {
  return formatProperties(options).map(({ name, type, value, fallback }) => [name, type, value, fallback]);
}

/** DESCRIBE FILE FORMAT. */
export async function describeFileFormat(context: StatementContext): Promise<Outcome> {
  const { grammar, catalog, compiler } = context;
  grammar.stream.expect('FORMAT');
  const path = grammar.objectName();
  grammar.stream.finish();
  const format = catalog.formats.get(...compiler.qualify(path));
  if (format === undefined) {
    throw doesNotExist('File format', compiler.qualify(path));
  }
  return told(context, FORMAT_SHAPE, formatRows(format.options));
}

/** How COPY behaves when neither it nor the stage says anything. */
const COPY_OPTIONS: readonly (readonly [name: string, type: string, fallback: string])[] = [
  ['ON_ERROR', 'String', 'ABORT_STATEMENT'],
  ['SIZE_LIMIT', 'Long', ''],
  ['PURGE', 'Boolean', 'false'],
  ['RETURN_FAILED_ONLY', 'Boolean', 'false'],
  ['ENFORCE_LENGTH', 'Boolean', 'true'],
  ['TRUNCATECOLUMNS', 'Boolean', 'false'],
  ['FORCE', 'Boolean', 'false'],
];

const COPY_ROWS = COPY_OPTIONS.map(([name, type, fallback]) => ['STAGE_COPY_OPTIONS', name, type, fallback, fallback]);

function stageRows(format: FormatOptions): readonly (readonly Cell[])[] {
  return [...formatRows(format).map((row) => ['STAGE_FILE_FORMAT', ...row]), ...COPY_ROWS];
}

/** DESCRIBE TABLE … TYPE = STAGE. */
export function describeTableStage(context: StatementContext): Outcome {
  return told(context, STAGE_SHAPE, stageRows({}));
}

/** DESCRIBE STAGE. */
export async function describeStage(context: StatementContext): Promise<Outcome> {
  const { grammar, sight } = context;
  const path = textsOf(grammar.objectName());
  grammar.stream.finish();
  const { format, directory } = findStage(path.map(quoteName).join('.'), sight);
  const { FORMAT_NAME: name } = format;
  const properties =
    name === undefined
      ? stageRows(format)
      : [['STAGE_FILE_FORMAT', 'FORMAT_NAME', 'String', String(name).replaceAll('"', '\\"'), ''], ...COPY_ROWS];
  return told(context, STAGE_SHAPE, [
    ...properties,
    ['STAGE_LOCATION', 'URL', 'String', '', ''],
    ['DIRECTORY', 'ENABLE', 'Boolean', String(directory === true), 'false'],
    ['DIRECTORY', 'AUTO_REFRESH', 'Boolean', 'false', 'false'],
  ]);
}
