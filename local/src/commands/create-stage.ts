import type { FormatOptions, Stage } from '../catalog/model.js';
import { qualify } from '../compile/compile.js';
import { alreadyExists, textsOf, unsupported } from '../compile/faults.js';
import { quoteName } from '../lexer.js';
import { toFileFormat } from '../stages/file-format.js';
import { completeFormat, stageKey } from '../stages/location.js';
import { isOn, readOption, readOptionGroup } from '../stages/options.js';
import { parseNamePath } from '../syntax/parser.js';
import { skipTags } from './column-definitions.js';
import { TYPE, status, type Outcome, type StatementContext } from './command.js';
import { readIfNotExists } from './if-not-exists.js';
import type { CreateOptions } from './create.js';
import { putMade } from './put-made.js';

/** CREATE STAGE: an internal one. Stages at a cloud provider are refused. */
export async function createStage(context: StatementContext, options: CreateOptions): Promise<Outcome> {
  const { grammar, compiler, catalog, state } = context;
  const optional = readIfNotExists(grammar.stream, options);
  const path = grammar.objectName();
  const [database, schema, name] = compiler.qualify(path, 'CREATE STAGE');
  context.refuseMissingSchema(database, schema);
  const settings = readStageSettings(context);
  const existing = catalog.stages.get(database, schema, name);
  if (existing !== undefined && options.orAlter) {
    const unset = { comment: undefined, format: {}, directory: false };
    await context.define(async () => catalog.stages.put({ ...existing, ...unset, ...settings }));
    return status(`Stage area ${name} successfully altered.`, TYPE.alter);
  }
  if (existing !== undefined && !options.orReplace) {
    if (optional) {
      return status(`${name} already exists, statement succeeded.`, TYPE.create);
    }
    throw alreadyExists(textsOf(path));
  }
  const owner = options.persistence === 'temporary' ? state.options.sessionId : undefined;
  await context.define(async () => {
    if (existing !== undefined) {
      await context.stages.dropStage(stageKey(existing));
    }
    const stage = { comment: undefined, format: {}, ...settings, database, schema, name, owner, createdAt: Date.now() };
    catalog.stages.put({ ...stage, physical: stageKey(stage) });
  });
  return status(`Stage area ${name} successfully created.`, TYPE.create);
}

/** Reads what CREATE STAGE and ALTER STAGE SET say of a stage, up to the end. */
export function readStageSettings(context: StatementContext): Partial<Pick<Stage, 'format' | 'comment' | 'directory'>> {
  const { stream } = context.grammar;
  let settings: ReturnType<typeof readStageSettings> = {};
  while (stream.peek() !== undefined && !stream.sees(';')) {
    if (stream.accept('FILE_FORMAT')) {
      stream.accept('=');
      settings = { ...settings, format: readStageFormat(context) };
    } else if (stream.accept('COMMENT', '=')) {
      settings = { ...settings, comment: stream.string() };
    } else if (stream.sees('URL') || stream.sees('STORAGE_INTEGRATION')) {
      throw unsupported('stages at a cloud provider');
    } else if (stream.sees('COPY_OPTIONS')) {
      throw unsupported('COPY_OPTIONS of a stage');
    } else if (stream.accept('ENCRYPTION', '=')) {
      readOptionGroup(stream);
    } else if (stream.accept('DIRECTORY', '=')) {
      settings = { ...settings, directory: isOn(readOptionGroup(stream)['ENABLE']) };
    } else if (stream.accept('TAG') || stream.accept('WITH', 'TAG')) {
      skipTags(stream);
    } else {
      throw stream.unexpected();
    }
  }
  stream.finish();
  return settings;
}

/** A named format is looked up whenever the stage is used; its name is completed here. */
function readStageFormat(context: StatementContext): FormatOptions {
  const written = readWrittenFormat(context);
  toFileFormat(completeFormat(written, context.sight));
  const { FORMAT_NAME: name } = written;
  if (name === undefined) {
    return written;
  }
  const path = qualify(context.sight, parseNamePath(String(name)));
  return { ...written, FORMAT_NAME: path.map(quoteName).join('.') };
}

/** FILE_FORMAT = (…), = 'name' or = name: the options, complete. */
export function readFormat(context: StatementContext): FormatOptions {
  const options = completeFormat(readWrittenFormat(context), context.sight);
  toFileFormat(options);
  return options;
}

function readWrittenFormat({ grammar: { stream } }: StatementContext): FormatOptions {
  if (stream.sees('(')) {
    return readOptionGroup(stream);
  }
  const name =
    stream.peek()?.kind === 'string'
      ? stream.string()
      : stream
          .path()
          .map(({ text }) => quoteName(text))
          .join('.');
  return { FORMAT_NAME: name };
}

/** CREATE FILE FORMAT. */
export async function createFileFormat(context: StatementContext, options: CreateOptions): Promise<Outcome> {
  const { grammar, compiler, catalog } = context;
  const { stream } = grammar;
  stream.expect('FORMAT');
  const ifNotExists = readIfNotExists(stream, options);
  const [database, schema, name] = compiler.qualify(grammar.objectName(), 'CREATE FILE FORMAT');
  context.refuseMissingSchema(database, schema);
  const written: Record<string, string | readonly string[]> = {};
  while (stream.peek() !== undefined && !stream.sees(';')) {
    const [key, value] = readOption(stream);
    written[key] = value;
    stream.accept(',');
  }
  stream.finish();
  const { COMMENT: comment, ...settings } = written;
  toFileFormat(settings);
  const made = {
    database,
    schema,
    name,
    comment: comment === undefined ? undefined : String(comment),
    options: settings,
    createdAt: Date.now(),
  };
  return putMade(context, catalog.formats, made, { kind: 'File format', ...options, ifNotExists });
}
