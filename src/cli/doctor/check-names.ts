import type { ConnectionSettings } from '../../config/settings.js';
import { quoteText } from '../../query/identifiers.js';
import { type Report, StepFailure, type StepNotes } from './report.js';

/** Asks the server, and gives the rows. */
export type Ask = (sqlText: string) => Promise<readonly Readonly<Record<string, unknown>>[]>;

type Kind = 'role' | 'warehouse' | 'database' | 'schema';

/** What is current; undefined where nothing is. */
type Current = Readonly<Record<Kind, string | undefined>>;

const CURRENT =
  'select current_role() as "role", current_warehouse() as "warehouse", current_database() as "database", current_schema() as "schema"';

/**
 * Compares what the connection asks for with what is current after the login: Snowflake lets a session in whose
 * warehouse, database or schema does not exist, and leaves it without.
 */
export async function checkNames(report: Report, settings: ConnectionSettings, ask: Ask): Promise<void> {
  let current: Promise<Current> | undefined;
  const check = async (kind: Kind, more: (notes: StepNotes, name: string) => Promise<void>): Promise<void> => {
    await report.run(kind, async (notes) => {
      current ??= readCurrent(ask);
      const name = compare(kind, settings.values[kind], (await current)[kind], notes);
      if (name !== undefined) {
        await more(notes, name);
      }
    });
  };
  await check('role', async () => undefined);
  await check('warehouse', async (notes, name) => checkState(notes, name, ask));
  await check('database', async () => undefined);
  await check('schema', async () => undefined);
}

async function readCurrent(ask: Ask): Promise<Current> {
  const [row = {}] = await ask(CURRENT);
  const textOf = (kind: Kind): string | undefined => {
    const value = row[kind];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  return {
    role: textOf('role'),
    warehouse: textOf('warehouse'),
    database: textOf('database'),
    schema: textOf('schema'),
  };
}

function compare(
  kind: Kind,
  given: string | undefined,
  current: string | undefined,
  notes: StepNotes,
): string | undefined {
  if (given !== undefined && (current === undefined || !isSame(given, current))) {
    const instead = current === undefined ? 'none is current' : `${current} is current`;
    const what = `the ${kind} ${given} was asked for, and ${instead}: it does not exist, or the role may not use it.`;
    throw new StepFailure(what, ...remediesFor(kind, given));
  }
  if (current !== undefined) {
    notes.found(given === undefined ? `${current}, the user’s default` : current);
    return current;
  }
  if (kind === 'warehouse') {
    throw new StepFailure(
      'no warehouse is current: statements that read tables will fail.',
      'Set warehouse in the connection, or DEFAULT_WAREHOUSE of the user.',
    );
  }
  if (kind !== 'role') {
    notes.warn(
      `no ${kind} is current`,
      `Set ${kind} in the connection, or write names in full: database.schema.table.`,
    );
  }
  return undefined;
}

/** A name in the options folds to upper case, unless it is quoted. */
function isSame(given: string, current: string): boolean {
  const quoted = /^"(.*)"$/s.exec(given)?.[1];
  return quoted === undefined
    ? given.toUpperCase() === current.toUpperCase()
    : quoted.replaceAll('""', '"') === current;
}

function remediesFor(kind: Kind, given: string): readonly [string, string] {
  const correct = `Correct ${kind}; SHOW ${kind.toUpperCase()}S tells which there are.`;
  return kind === 'role'
    ? [correct, `Let an administrator run: GRANT ROLE ${given} TO USER <user>;`]
    : [correct, `Let an administrator run: GRANT USAGE ON ${kind.toUpperCase()} ${given} TO ROLE <role>;`];
}

async function checkState(notes: StepNotes, name: string, ask: Ask): Promise<void> {
  // As a pattern, a name may match others too, but always itself.
  const rows = await ask(`show warehouses like ${quoteText(name)}`);
  const row = rows.find((candidate) => candidate['name'] === name);
  const state = row?.['state'];
  if (row === undefined || typeof state !== 'string') {
    notes.found('the role may not see its state');
    return;
  }
  const size = typeof row['size'] === 'string' ? `, size ${row['size']}` : '';
  notes.found(`it is ${state.toLowerCase()}${size}`);
  if (!/^suspend/i.test(state)) {
    return;
  }
  if (row['auto_resume'] === 'true' || row['auto_resume'] === true) {
    notes.found('it resumes by itself with the first statement that needs it');
    return;
  }
  throw new StepFailure(
    'the warehouse is suspended and does not resume by itself.',
    `Run: ALTER WAREHOUSE ${name} RESUME; or set AUTO_RESUME = TRUE.`,
  );
}
