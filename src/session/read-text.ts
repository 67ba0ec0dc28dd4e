import type { ActionOptions } from '../query/action-options.js';
import { FrameSource } from '../query/frame-source.js';
import type { Statements } from '../query/statements.js';

/** The first cell of a statement's result as the server sends it; undefined for NULL and when there is none. */
export async function readText(
  statements: Statements,
  sqlText: string,
  options: ActionOptions,
  column?: string,
): Promise<string | undefined> {
  return new FrameSource(statements, sqlText).run(options, async (result) => {
    const index = column === undefined ? 0 : result.columns.findIndex(({ name }) => name.toLowerCase() === column);
    for await (const [row] of result.batches()) {
      return row?.[index] ?? undefined;
    }
    return undefined;
  });
}

/** Runs a statement whose result says nothing. */
export async function execute(statements: Statements, sqlText: string, options: ActionOptions): Promise<void> {
  await new FrameSource(statements, sqlText).run(options, async () => undefined);
}
