import type { ResultTable } from '../compile/compiler.js';
import type { RunDuckDb } from '../commands/command.js';
import { unsupported } from '../compile/faults.js';
import { readTokens, type Token } from '../lexer.js';
import { readStageOptions } from '../syntax/from.js';
import { TokenStream } from '../syntax/token-stream.js';
import { inferSchema, missingArgument, type SchemaQuestion } from './infer-schema.js';
import { isOn, readOptionGroup } from './options.js';
import type { StageSight } from './location.js';
import type { StageFiles } from './stage-files.js';
import { parquetReader, readSelected, selectFiles, storeStaged, type StageSelection } from './staged-table.js';

/** Statements whose `@…` names files rather than rows. */
const OF_FILES: ReadonlySet<string> = new Set(['COPY', 'GET', 'LIST', 'LS', 'PUT', 'REMOVE', 'RM']);

/** Reads the stages a statement selects from into temporary tables, by the places of their names in the text. */
export async function fetchStaged(
  sql: string,
  stages: StageFiles,
  sight: StageSight,
  run: RunDuckDb,
  bindOf: (index: number) => string,
): Promise<Map<number, ResultTable>> {
  const staged = new Map<number, ResultTable>();
  if (!/@|INFER_SCHEMA/i.test(sql)) {
    return staged;
  }
  const tokens = readTokens(sql);
  if (OF_FILES.has(tokens[0]?.value ?? '')) {
    return staged;
  }
  for (const [at, token] of tokens.entries()) {
    if (token.value === 'INFER_SCHEMA' && tokens[at + 1]?.text === '(') {
      const question = readSchemaQuestion(sql, at + 1, bindOf);
      staged.set(token.start, await inferSchema(stages, question, sight, run));
    } else if (namesStage(token, tokens[at - 1])) {
      const stream = new TokenStream(sql);
      stream.rewind(at + 1);
      const { format, pattern } = readStageOptions(stream);
      const selection = {
        location: token.kind === 'string' ? token.value : token.text,
        format: format === undefined ? {} : { FORMAT_NAME: format },
        pattern,
      };
      staged.set(token.start, await loadStaged(sql, stages, selection, sight, run));
    }
  }
  return staged;
}

/** A stage may stand in quotes; after a comma such a text is an argument more often, and not taken for one. */
function namesStage({ kind, value }: Token, previous: Token | undefined): boolean {
  const isSource = ['FROM', 'JOIN', 'USING'].includes(previous?.value ?? '');
  return kind === 'stage'
    ? isSource || previous?.value === ','
    : kind === 'string' && value.startsWith('@') && isSource;
}

function readSchemaQuestion(sql: string, position: number, bindOf: (index: number) => string): SchemaQuestion {
  const stream = new TokenStream(sql);
  stream.rewind(position);
  const written = readOptionGroup(stream);
  stream.rewind(position);
  const options = Object.fromEntries(
    Object.entries(written).map(([name, value]) => [name, value === '?' ? bindOf(stream.nextBind()) : value]),
  );
  const { LOCATION: location, FILE_FORMAT: format, FILES: files, IGNORE_CASE: ignoreCase, KIND: kind } = options;
  if (String(kind ?? 'STANDARD').toUpperCase() !== 'STANDARD') {
    throw unsupported(`INFER_SCHEMA with KIND => ${String(kind)}`);
  }
  const most = (name: string): number => (options[name] === undefined ? Infinity : Number(options[name]));
  if (location === undefined || format === undefined) {
    throw missingArgument(location === undefined ? 'LOCATION' : 'FILE_FORMAT');
  }
  return {
    location: String(location),
    format: { FORMAT_NAME: String(format) },
    pattern: undefined,
    files: files === undefined ? undefined : [files].flat(),
    ignoreCase: isOn(ignoreCase),
    maxFiles: most('MAX_FILE_COUNT'),
    maxRows: most('MAX_RECORDS_PER_FILE'),
  };
}

/** Reads one selection into a temporary table that has every `$n` the text names. */
export async function loadStaged(
  sql: string,
  stages: StageFiles,
  selection: StageSelection,
  sight: StageSight,
  run: RunDuckDb,
): Promise<ResultTable> {
  const selected = await selectFiles(stages, selection, sight);
  const sources = await readSelected(selected, parquetReader(run));
  return storeStaged(run, sources, selected, widestPosition(sql));
}

/** The largest n of `$n` in a text. */
export function widestPosition(sql: string): number {
  return Math.max(0, ...[...sql.matchAll(/\$(\d{1,4})\b/g)].map(([, digits]) => Number(digits)));
}
