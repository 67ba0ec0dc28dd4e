import type { FormatOptions } from '../catalog/model.js';
import { alreadyExists } from '../compile/faults.js';
import { unsupported } from '../compile/faults.js';
import { toFileFormat } from '../stages/file-format.js';
import { completeFormat, stageKey } from '../stages/location.js';
import { readOption, readOptionGroup } from '../stages/options.js';
import { TYPE, status, type Outcome, type StatementContext } from './command.js';
import { readIfNotExists } from './if-not-exists.js';
import type { CreateOptions } from './create.js';

/** CREATE STAGE: an internal one. Stages at a cloud provider are refused. */
export async function createStage(context: StatementContext, options: CreateOptions): Promise<Outcome> {
  const { grammar, compiler, catalog, state } = context;
  const optional = readIfNotExists(grammar.stream, options);
  const [database, schema, name] = compiler.qualify(grammar.objectName(), 'CREATE STAGE');
  context.refuseMissingSchema(database, schema);
  const { format, comment } = readStageSettings(context);
  const existing = catalog.stages.get(database, schema, name);
  if (existing !== undefined && !options.orReplace) {
    if (optional) {
      return status(`${name} already exists, statement succeeded.`, TYPE.create);
    }
    throw alreadyExists([database, schema, name]);
  }
  const owner = options.persistence === 'temporary' ? state.options.sessionId : undefined;
  await context.define(async () => {
    if (existing !== undefined) {
      await context.stages.dropStage(stageKey(existing));
    }
    catalog.stages.put({ database, schema, name, comment, format, owner, createdAt: Date.now() });
  });
  return status(`Stage area ${name} successfully created.`, TYPE.create);
}

function readStageSettings(context: StatementContext): { format: FormatOptions; comment: string | undefined } {
  const { stream } = context.grammar;
  let format: FormatOptions = {};
  let comment: string | undefined;
  while (stream.peek() !== undefined && !stream.sees(';')) {
    if (stream.accept('FILE_FORMAT')) {
      stream.accept('=');
      format = readFormat(context);
    } else if (stream.accept('COMMENT', '=')) {
      comment = stream.string();
    } else if (stream.sees('URL') || stream.sees('STORAGE_INTEGRATION')) {
      throw unsupported('stages at a cloud provider');
    } else if (stream.accept('ENCRYPTION', '=') || stream.accept('DIRECTORY', '=')) {
      readOptionGroup(stream);
    } else {
      throw stream.unexpected();
    }
  }
  stream.finish();
  return { format, comment };
}

/** FILE_FORMAT = (…), = 'name' or = name: the options, complete. */
export function readFormat({ grammar: { stream }, sight }: StatementContext): FormatOptions {
  const written = stream.sees('(')
    ? readOptionGroup(stream)
    : {
        FORMAT_NAME:
          stream.peek()?.kind === 'string'
            ? stream.string()
            : stream
                .path()
                .map(({ text }) => `"${text}"`)
                .join('.'),
      };
  const options = completeFormat(written, sight);
  toFileFormat(options);
  return options;
}

/** CREATE FILE FORMAT. */
export async function createFileFormat(context: StatementContext, options: CreateOptions): Promise<Outcome> {
  const { grammar, compiler, catalog } = context;
  const { stream } = grammar;
  stream.expect('FORMAT');
  const optional = readIfNotExists(stream, options);
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
  if (catalog.formats.get(database, schema, name) !== undefined && !options.orReplace) {
    if (optional) {
      return status(`${name} already exists, statement succeeded.`, TYPE.create);
    }
    throw alreadyExists([database, schema, name]);
  }
  await context.define(async () =>
    catalog.formats.put({
      database,
      schema,
      name,
      comment: comment === undefined ? undefined : String(comment),
      options: settings,
      createdAt: Date.now(),
    }),
  );
  return status(`File format ${name} successfully created.`, TYPE.create);
}
