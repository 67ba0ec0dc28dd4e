import { SqlError } from '../errors.js';
import { type ActionOptions, checkActionOptions } from './action-options.js';
import type { FrameSource } from './frame-source.js';
import { checkName, checkText, quoteText } from './identifiers.js';

/** What the making of a view takes. */
export interface ViewOptions extends ActionOptions {
  /** What the view is for. */
  readonly comment?: string | undefined;
  /**
   * Keeps the grants of the view that is replaced.
   *
   * @defaultValue `false`
   */
  readonly copyGrants?: boolean | undefined;
}

/** Makes a view of a query. */
export async function createView(
  source: FrameSource,
  kind: 'view' | 'temporary view',
  name: string,
  options: ViewOptions,
): Promise<void> {
  checkActionOptions(options);
  const path = checkName('view name', name);
  if (!source.isSelect) {
    throw new SqlError('Only a query can become a view.', { code: 'ARGUMENT_INVALID' });
  }
  if (source.request().binds.length > 0) {
    throw new SqlError('A view cannot hold binds: write the values into the query.', { code: 'ARGUMENT_INVALID' });
  }
  const copyGrants = options.copyGrants === true ? ' copy grants' : '';
  const comment = options.comment === undefined ? '' : ` comment = ${quoteText(checkText('comment', options.comment))}`;
  const head = `create or replace ${kind} ${path}${copyGrants}${comment} as`;
  await source.derive((sqlText) => `${head}\n${sqlText}`).run(options, async () => undefined);
}
