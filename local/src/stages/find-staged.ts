import type { ResultTable } from '../compile/compiler.js';
import type { RunDuckDb } from '../commands/command.js';
import { readTokens, type Token } from '../lexer.js';
import { readStageOptions } from '../syntax/from.js';
import { TokenStream } from '../syntax/token-stream.js';
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
): Promise<Map<number, ResultTable>> {
  const staged = new Map<number, ResultTable>();
  if (!sql.includes('@')) {
    return staged;
  }
  const tokens = readTokens(sql);
  if (OF_FILES.has(tokens[0]?.value ?? '')) {
    return staged;
  }
  for (const [at, token] of tokens.entries()) {
    if (token.kind === 'stage' && isSource(tokens[at - 1])) {
      const stream = new TokenStream(sql);
      stream.rewind(at + 1);
      const { format, pattern } = readStageOptions(stream);
      const selection = {
        location: token.text,
        format: format === undefined ? {} : { FORMAT_NAME: format },
        pattern,
      };
      staged.set(token.start, await loadStaged(sql, stages, selection, sight, run));
    }
  }
  return staged;
}

function isSource(previous: Token | undefined): boolean {
  return previous !== undefined && ['FROM', 'JOIN', ',', 'USING'].includes(previous.value);
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
