import { FrameSource } from '../../query/frame-source.js';
import type { OpenResult } from '../../query/open-result.js';
import { mayBeSeveral } from '../../query/statement-count.js';
import { type ConnectionChoice, connectionLayers } from '../connection-layers.js';
import { EXIT } from '../exit-codes.js';
import { openServerSession } from '../open-server-session.js';
import { ProgressLine, type Terminal } from '../terminal.js';
import { printResult, type PrintOptions } from './print-result.js';
import { readStatement, type StatementPlace } from './read-statement.js';
import { RunningClock } from './running-clock.js';

/** What `sql` takes. */
export interface SqlOptions extends ConnectionChoice, StatementPlace, PrintOptions {
  readonly bind?: readonly string[];
  /** In seconds. */
  readonly timeout?: number;
  readonly verbose?: boolean;
}

/** How long the logout may take when the statement was stopped, in milliseconds; its cancel is part of it. */
const CLOSE_MS = 5_000;

/** `sql`: fails with what the server says, and with what keeps it from being asked. */
export async function runSql(options: SqlOptions, terminal: Terminal): Promise<number> {
  const sqlText = await readStatement(options, terminal);
  const layers = connectionLayers(options);
  const progress = new ProgressLine(terminal.stderr);
  const clock = new RunningClock(progress);
  try {
    clock.start('signing in');
    const server = await openServerSession(layers, terminal.stop);
    try {
      clock.start('running');
      const source = new FrameSource(server.statements, sqlText, options.bind ?? [], true);
      await source.run(
        {
          signal: terminal.stop,
          ...(options.timeout === undefined ? {} : { timeoutMs: options.timeout * 1000 }),
          ...(mayBeSeveral(sqlText) ? { statementParams: { MULTI_STATEMENT_COUNT: 0 } } : {}),
          onQueryId: (queryId) => clock.note(() => queryId),
        },
        (result) => printResults(result, options, { terminal, clock }),
      );
    } finally {
      clock.stop();
      await server.close({ timeoutMs: CLOSE_MS }).catch((error: unknown) => tellClose(error, options, terminal));
    }
    return EXIT.ok;
  } finally {
    clock.stop();
  }
}

async function printResults(
  first: OpenResult,
  options: SqlOptions,
  { terminal, clock }: { readonly terminal: Terminal; readonly clock: RunningClock },
): Promise<void> {
  for (const result of [first, ...first.following]) {
    const printed = await printResult(result, options, { terminal, clock });
    clock.hide();
    const [count, total] = [printed.toLocaleString('en'), result.rowCount.toLocaleString('en')];
    if (printed < result.rowCount) {
      terminal.stderr.write(`Printed ${count} of ${total} rows; --max-rows ${result.rowCount} prints all.\n`);
    }
    if (options.verbose === true) {
      terminal.stderr.write(
        `query ${result.queryId}: ${total} ${result.rowCount === 1 ? 'row' : 'rows'}, ${clock.elapsedMs} ms\n`,
      );
    }
  }
}

/** The rows are printed, so this is no failure; but somebody may want to know. */
function tellClose(error: unknown, { verbose = false }: SqlOptions, { stderr }: Terminal): void {
  if (verbose) {
    stderr.write(`the session was not ended: ${error instanceof Error ? error.message : String(error)}\n`);
  }
}
