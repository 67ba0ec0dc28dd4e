import type { NamedFormat, Stage } from '../catalog/model.js';
import { unsupported } from '../compile/faults.js';
import { toFileFormat } from '../stages/file-format.js';
import { readOption } from '../stages/options.js';
import { alterHeld } from './alter-held.js';
import { readTag } from './alter-table.js';
import type { Outcome, StatementContext } from './command.js';
import { readStageSettings } from './create-stage.js';

/** ALTER STAGE. */
export function alterStage(context: StatementContext): Promise<Outcome> {
  const { stages } = context.catalog;
  return alterHeld(context, { kind: 'Stage', held: stages, read: (stage) => readStageChange(context, stage) });
}

function readStageChange(context: StatementContext, stage: Stage): Stage {
  const { stream } = context.grammar;
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
export function alterFileFormat(context: StatementContext): Promise<Outcome> {
  context.grammar.stream.expect('FORMAT');
  const { formats } = context.catalog;
  return alterHeld(context, {
    kind: 'File format',
    held: formats,
    read: (format) => readFormatChange(context, format),
  });
}

function readFormatChange({ grammar: { stream } }: StatementContext, format: NamedFormat): NamedFormat {
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
