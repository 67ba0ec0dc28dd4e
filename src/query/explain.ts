import { type ActionOptions, checkActionOptions, checkFunction } from './action-options.js';
import type { FrameSource } from './frame-source.js';
import { allRows } from './row-batches.js';

/** What `explain` takes. */
export interface ExplainOptions extends ActionOptions {
  /**
   * Where the plan goes.
   *
   * @defaultValue standard output
   */
  readonly write?: ((text: string) => void) | undefined;
}

const HEAD = '---------DATAFRAME EXECUTION PLAN----------';
const FOOT = '--------------------------------------------';

/** Writes a statement and the plan the server makes for it. */
export async function explainStatement(source: FrameSource, options: ExplainOptions): Promise<void> {
  checkActionOptions(options);
  const { write = (text: string): unknown => process.stdout.write(text) } = options;
  checkFunction('explain: write', write);
  const explained = source.derive((sqlText) => `explain using text\n${sqlText}`);
  const plan = await explained.run(options, async (result) => {
    const rows = await allRows(result, { rowMode: 'array' });
    return rows.map((row) => (Array.isArray(row) ? String(row[0]) : '')).join('\n');
  });
  write([HEAD, 'Query List:', '0.', source.sqlText, 'Logical Execution Plan:', plan, FOOT, ''].join('\n'));
}
