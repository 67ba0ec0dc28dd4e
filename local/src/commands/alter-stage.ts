import type { NamedFormat, Stage } from '../catalog/model.js';
import { alreadyExists, doesNotExist, textsOf, unsupported } from '../compile/faults.js';
import { toFileFormat } from '../stages/file-format.js';
import { stageKey } from '../stages/location.js';
import { readOption } from '../stages/options.js';
import { readTag } from './alter-table.js';
import { TYPE, succeeded, type Outcome, type StatementContext } from './command.js';
import { readStageSettings } from './create-stage.js';
import { readNewName } from './new-name.js';

/** ALTER STAGE. */
export async function alterStage(context: StatementContext): Promise<Outcome> {
  const { grammar, compiler, catalog } = context;
  const { stream } = grammar;
  const optional = stream.accept('IF', 'EXISTS');
  const path = grammar.objectName();
  const stage = catalog.stages.get(...compiler.qualify(path));
  if (stage === undefined) {
    if (optional) {
      return succeeded(TYPE.alter);
    }
    throw doesNotExist('Stage', textsOf(path));
  }
  const changed = readStageChange(context, stage);
  stream.finish();
  await context.define(async () => {
    catalog.stages.drop(stage);
    catalog.stages.put(changed);
  });
  return succeeded(TYPE.alter);
}

function readStageChange(context: StatementContext, stage: Stage): Stage {
  const { grammar, catalog } = context;
  const { stream } = grammar;
  if (stream.accept('RENAME', 'TO')) {
    const [database, schema, name] = readNewName(context, stage);
    if (catalog.stages.get(database, schema, name) !== undefined) {
      throw alreadyExists([database, schema, name]);
    }
    return { ...stage, database, schema, name, physical: stageKey(stage) };
  }
  // The engine lists a directory's files as they are: there is nothing to bring up to date.
  if (stream.accept('REFRESH')) {
    if (stream.accept('SUBPATH', '=')) {
      stream.string();
    }
    return stage;
  }
  if (stream.accept('UNSET', 'COMMENT')) {
    return { ...stage, comment: undefined };
  }
  if (stream.accept('UNSET', 'TAG')) {
    stream.series(() => stream.path());
    return stage;
  }
  stream.expect('SET');
  if (stream.accept('TAG')) {
    stream.series(() => readTag(stream));
    return stage;
  }
  return { ...stage, ...readStageSettings(context) };
}

/** ALTER FILE FORMAT. */
export async function alterFileFormat(context: StatementContext): Promise<Outcome> {
  const { grammar, compiler, catalog } = context;
  const { stream } = grammar;
  stream.expect('FORMAT');
  const optional = stream.accept('IF', 'EXISTS');
  const path = grammar.objectName();
  const format = catalog.formats.get(...compiler.qualify(path));
  if (format === undefined) {
    if (optional) {
      return succeeded(TYPE.alter);
    }
    throw doesNotExist('File format', textsOf(path));
  }
  const changed = readFormatChange(context, format);
  stream.finish();
  await context.define(async () => {
    catalog.formats.drop(format);
    catalog.formats.put(changed);
  });
  return succeeded(TYPE.alter);
}

function readFormatChange(context: StatementContext, format: NamedFormat): NamedFormat {
  const { grammar, catalog } = context;
  const { stream } = grammar;
  if (stream.accept('RENAME', 'TO')) {
    const [database, schema, name] = readNewName(context, format);
    if (catalog.formats.get(database, schema, name) !== undefined) {
      throw alreadyExists([database, schema, name]);
    }
    return { ...format, database, schema, name };
  }
  if (stream.accept('UNSET', 'COMMENT')) {
    return { ...format, comment: undefined };
  }
  stream.expect('SET');
  const written: Record<string, string | readonly string[]> = {};
  while (stream.peek() !== undefined && !stream.sees(';')) {
    const [key, value] = readOption(stream);
    written[key] = value;
    stream.accept(',');
  }
  const { COMMENT: comment, TYPE: type, ...settings } = written;
  if (type !== undefined) {
    throw unsupported('ALTER FILE FORMAT … SET TYPE');
  }
  const options = { ...format.options, ...settings };
  toFileFormat(options);
  return { ...format, options, comment: comment === undefined ? format.comment : String(comment) };
}
