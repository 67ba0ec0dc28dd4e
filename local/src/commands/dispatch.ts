import { beginsTransaction } from '../begins-transaction.js';
import { readTokens, type Token } from '../lexer.js';
import { unsupported } from '../compile/faults.js';
import { SnowflakeError } from '../errors.js';
import type { StatementOrder } from '../statement.js';
import type { TokenStream } from '../syntax/token-stream.js';
import { runGrant } from './access.js';
import { runAlter } from './alter.js';
import type { Command } from './command.js';
import { runComment } from './comment.js';
import { runCopy } from './copy.js';
import { runCreate } from './create.js';
import { runDescribe } from './describe.js';
import { runDrop } from './drop.js';
import { runInsert } from './insert.js';
import { runMerge } from './merge.js';
import { runAnonymous, runCall } from './procedures.js';
import { runExplain } from './explain.js';
import { runExecute } from './execute-task.js';
import { runQuery } from './query.js';
import { runSet, runUnset } from './session-parameters.js';
import { runShow } from './show.js';
import { runBegin, runCommit, runRollback } from './transactions.js';
import { runDelete, runTruncate, runUpdate } from './update.js';
import { runGet, runList, runPut, runRemove } from './stage-files.js';
import { runUndrop } from './undrop.js';
import { runUse } from './use.js';

/** Every command, by the first word of its statements. */
export const COMMANDS: ReadonlyMap<string, Command> = new Map([
  ['SELECT', runQuery],
  ['WITH', runQuery],
  ['VALUES', runQuery],
  ['(', runQuery],
  ['EXPLAIN', runExplain],
  ['INSERT', runInsert],
  ['UPDATE', runUpdate],
  ['DELETE', runDelete],
  ['MERGE', runMerge],
  ['TRUNCATE', runTruncate],
  ['CREATE', runCreate],
  ['ALTER', runAlter],
  ['DROP', runDrop],
  ['UNDROP', runUndrop],
  ['COMMENT', runComment],
  ['USE', runUse],
  ['SET', runSet],
  ['UNSET', runUnset],
  ['SHOW', runShow],
  ['DESCRIBE', runDescribe],
  ['DESC', runDescribe],
  ['BEGIN', runBegin],
  ['START', runBegin],
  ['COMMIT', runCommit],
  ['ROLLBACK', runRollback],
  ['EXECUTE', runExecute],
  ['COPY', runCopy],
  ['PUT', runPut],
  ['GET', runGet],
  ['LIST', runList],
  ['LS', runList],
  ['REMOVE', runRemove],
  ['RM', runRemove],
  ['CALL', runCall],
  ['DECLARE', runAnonymous],
  ['GRANT', runGrant],
  ['REVOKE', runGrant],
]);

/** Finds the command for a statement by its first three tokens; undefined when no statement starts so. */
export function findCommand(tokens: readonly (Token | undefined)[]): Command | undefined {
  const [first, second, third] = tokens;
  const word = first?.value ?? '';
  if (word === 'BEGIN' && !beginsTransaction(second, third)) {
    return runAnonymous;
  }
  return first?.kind === 'quoted' ? undefined : COMMANDS.get(word);
}

/** True for a block, and for what defines a routine: the statements in it are run later, if at all. */
export function holdsStatements(sql: string): boolean {
  if (!/^\s*(?:BEGIN|DECLARE|CREATE|WITH|--|\/)/i.test(sql)) {
    return false;
  }
  const head = readTokens(sql.slice(0, HEAD));
  const routine = head.slice(0, 8).some(({ kind, value }) => kind === 'word' && ROUTINES.has(value));
  return findCommand(head) === runAnonymous || (routine && DEFINES.has(head[0]?.value ?? ''));
}

/** So many characters tell what a statement is. */
const HEAD = 2000;
const DEFINES: ReadonlySet<string> = new Set(['CREATE', 'WITH']);
const ROUTINES: ReadonlySet<string> = new Set(['PROCEDURE', 'FUNCTION', 'TASK']);

/** What a procedure may do that a SELECT reads: Snowflake lets it neither change data nor define anything. */
const READS_OR_CALLS: ReadonlySet<string> = new Set([
  '(',
  'SELECT',
  'WITH',
  'VALUES',
  'SHOW',
  'DESCRIBE',
  'DESC',
  'EXPLAIN',
  'LIST',
  'LS',
  'CALL',
  'EXECUTE',
]);

/** @throws SnowflakeError 000002 for a statement that a procedure in FROM may not run */
export function refuseChange(stream: TokenStream): void {
  const word = stream.peek()?.value ?? '';
  const block = findCommand([stream.peek(), stream.peek(1), stream.peek(2)]) === runAnonymous;
  if (!block && !READS_OR_CALLS.has(word)) {
    throw unsupported(`${word} in a procedure that a SELECT reads`);
  }
}

/** What is the caller's: a procedure with its owner's rights leaves it alone. */
const OF_THE_CALLER: ReadonlySet<string> = new Set(['USE', 'SET', 'UNSET']);

/** @throws SnowflakeError 090236 for a statement that a procedure with its owner's rights may not run */
export function refuseCallers(stream: TokenStream): void {
  const word = stream.peek()?.value ?? '';
  const session = word === 'ALTER' && stream.peek(1)?.value === 'SESSION';
  if (session || OF_THE_CALLER.has(word)) {
    const type = session ? 'ALTER_SESSION' : word;
    const text = `Stored procedure execution error: Unsupported statement type '${type}'.`;
    throw new SnowflakeError('090236', '42601', text);
  }
}

/** First words of statements that change neither data nor the session. */
const READS = /^(?:SELECT|WITH|VALUES|EXPLAIN|SHOW|DESCRIBE|DESC|LIST|LS)$/i;
/** A chain of statements, and a procedure for one call, start like a read and may change anything. */
const RUNS_MORE = /->>|\bAS\s+PROCEDURE\b/i;
const WAITS = /^CALL\s+SYSTEM\$WAIT\b/i;

/** How a statement goes with others of its session. */
export function orderOf(sql: string): StatementOrder {
  if (cancelsOthers(sql)) {
    return 'at once';
  }
  const start = firstWord.exec(sql)?.[0].length ?? 0;
  const word = /^\w*/.exec(sql.slice(start, start + 20))?.[0] ?? '';
  const reads = READS.test(word) && !RUNS_MORE.test(sql);
  return reads || WAITS.test(sql.slice(start, start + 100)) ? 'shared' : 'alone';
}

/** What may stand before the first word. */
const firstWord = /^(?:[\s(]|--[^\n]*(?:\n|$)|\/\/[^\n]*(?:\n|$)|\/\*[^*]*\*+(?:[^/*][^*]*\*+)*\/)*/;

/** A statement that cancels others must not wait for them. */
function cancelsOthers(sql: string): boolean {
  // Whoever is about to cancel by the session's id must not wait for what it is going to cancel.
  if (/^\s*select\s+current_session\(\)\s*$/i.test(sql)) {
    return true;
  }
  return (
    /SYSTEM\$CANCEL_/i.test(sql) &&
    readTokens(sql).some(({ kind, value }) => kind === 'word' && value.startsWith('SYSTEM$CANCEL_'))
  );
}
