import { EMPTY_SCOPE } from '../compile/scope.js';
import { unsupported } from '../compile/faults.js';
import type { Cell } from '../statement.js';
import { TYPE, type Command, type Outcome, type StatementContext } from './command.js';
import { runInsert } from './insert.js';
import { shapeOf, type Shape } from './listing.js';
import { runMerge } from './merge.js';
import { readPlan, type Operation } from './query-plan.js';
import { runDelete, runUpdate } from './update.js';
import { TEXT, number } from '../types/sql-type.js';

/** Changes of data whose plan can be told. */
const CHANGES: ReadonlyMap<string, Command> = new Map([
  ['INSERT', runInsert],
  ['UPDATE', runUpdate],
  ['DELETE', runDelete],
  ['MERGE', runMerge],
]);

const TABULAR: Shape = [
  ['step', number(9)],
  ['id', number(9)],
  ...shapeOf('parentOperators operation objects alias expressions partitionsTotal# partitionsAssigned# bytesAssigned#'),
];

/** EXPLAIN: DuckDB's plan in the columns and words of Snowflake's. */
export async function runExplain(context: StatementContext): Promise<Outcome> {
  const { stream } = context.grammar;
  stream.expect('EXPLAIN');
  const format = stream.accept('USING') ? stream.acceptAny('TABULAR', 'JSON', 'TEXT') : 'TABULAR';
  if (format === undefined) {
    throw stream.unexpected();
  }
  const { sql, outputs } = await readExplained(context);
  const shape = format === 'TABULAR' ? TABULAR : ([['content', TEXT]] as const);
  const columns = shape.map(([name, type]) => ({ name, type, nullable: true }));
  const cells = context.request.describeOnly ? [] : tell(format, await planOf(context, sql, outputs));
  return { columns, typeId: TYPE.select, rows: { cells } };
}

interface Explained {
  /** DuckDB's text. */
  readonly sql: string;
  readonly outputs: readonly string[];
}

/** What a change of data would have told DuckDB. */
class Planned extends Error {
  readonly sql: string;

  constructor(sql: string) {
    super('A statement was only explained.');
    this.sql = sql;
  }
}

async function readExplained(context: StatementContext): Promise<Explained> {
  const { grammar, compiler } = context;
  const { stream } = grammar;
  const word = stream.peek()?.value ?? '';
  const change = CHANGES.get(word);
  if (change !== undefined) {
    return { sql: await plannedBy(context, change), outputs: [`number of rows ${word.toLowerCase()}`] };
  }
  if (!grammar.seesQuery() && !stream.sees('(')) {
    throw unsupported(`EXPLAIN ${word}`);
  }
  const { sql, columns } = compiler.query(grammar.query(), EMPTY_SCOPE);
  stream.finish();
  return { sql, outputs: columns.map(({ name }) => name) };
}

/** Compiles a change up to the point where it would be made. */
async function plannedBy(context: StatementContext, change: Command): Promise<string> {
  const stop = (sql: string): never => {
    throw new Planned(sql);
  };
  try {
    await change({
      ...context,
      request: { ...context.request, describeOnly: false },
      together: (work) => work(),
      change: async (sql) => stop(sql),
      changed: async (sql) => stop(sql),
    });
  } catch (error) {
    if (error instanceof Planned) {
      return error.sql;
    }
    throw error;
  }
  throw unsupported('EXPLAIN of a change without a plan');
}

async function planOf(
  { run, catalog, state }: StatementContext,
  sql: string,
  outputs: readonly string[],
): Promise<readonly Operation[]> {
  const relations = catalog.relations(state.options.sessionId);
  const nameOf = (physical: string): string | undefined => {
    const found = relations.find((relation) => relation.physical !== '' && relation.physical === physical);
    return found === undefined ? undefined : [found.database, found.schema, found.name].join('.');
  };
  const [, target = ''] = /^(?:INSERT INTO|UPDATE|DELETE FROM|MERGE INTO) (sf\."(?:[^"]|"")*")/.exec(sql) ?? [];
  const [row] = await (await run(`EXPLAIN (FORMAT JSON) ${sql}`)).getRows();
  return readPlan(String(row?.[1] ?? '[]'), outputs, nameOf(target), nameOf);
}

/** Every table that is read is one partition here, whose size is not known. */
function partitionsOf(plan: readonly Operation[]): number {
  return plan.filter(({ name }) => name === 'TableScan').length;
}

function tell(format: 'TABULAR' | 'JSON' | 'TEXT', plan: readonly Operation[]): readonly (readonly Cell[])[] {
  switch (format) {
    case 'TABULAR':
      return tabular(plan);
    case 'JSON':
      return [[JSON.stringify(asJson(plan))]];
    case 'TEXT':
      return [[asText(plan)]];
    default:
      return format satisfies never;
  }
}

function tabular(plan: readonly Operation[]): readonly (readonly Cell[])[] {
  const total = String(partitionsOf(plan));
  const none = [null, null, null];
  return [
    [...none, 'GlobalStats', ...none, total, total, '0'],
    ...plan.map(({ id, parent, name, objects, expressions }) => {
      const parents = parent === undefined ? null : `[${parent}]`;
      const stats = name === 'TableScan' ? ['1', '1', '0'] : none;
      return [
        '1',
        String(id),
        parents,
        name,
        objects.join(', ') || null,
        null,
        expressions.join(', ') || null,
        ...stats,
      ];
    }),
  ];
}

function asJson(plan: readonly Operation[]): unknown {
  const total = partitionsOf(plan);
  const operations = plan.map(({ id, parent, name, objects, expressions }) => ({
    id,
    operation: name,
    ...(objects.length === 0 ? {} : { objects }),
    ...(expressions.length === 0 ? {} : { expressions }),
    ...(name === 'TableScan' ? { partitionsAssigned: 1, partitionsTotal: 1, bytesAssigned: 0 } : {}),
    ...(parent === undefined ? {} : { parentOperators: [parent] }),
  }));
  const stats = { partitionsTotal: total, partitionsAssigned: total, bytesAssigned: 0 };
  return { GlobalStats: stats, Operations: [operations] };
}

function asText(plan: readonly Operation[]): string {
  const total = partitionsOf(plan);
  const depths = new Map<number, number>();
  const lines = plan.map(({ id, parent, name, objects, expressions }) => {
    const depth = parent === undefined ? 1 : (depths.get(parent) ?? 0) + 1;
    depths.set(id, depth);
    const told = [objects.join(', '), expressions.join(', ')].filter((text) => text !== '');
    const stats = name === 'TableScan' ? '{partitionsTotal=1, partitionsAssigned=1, bytesAssigned=0}' : '';
    return `1:${id}${' '.repeat(5 * depth)}->${[name, ...told, stats].join('  ')}`;
  });
  const head = `GlobalStats:\n    partitionsTotal=${total}\n    partitionsAssigned=${total}\n    bytesAssigned=0`;
  return `${head}\nOperations:\n${lines.join('\n')}\n`;
}
