import { capital } from './capital.js';

/** One operation of a plan, in the words of Snowflake's EXPLAIN. */
export interface Operation {
  readonly id: number;
  readonly parent: number | undefined;
  readonly name: string;
  readonly objects: readonly string[];
  readonly expressions: readonly string[];
}

/** A node of the plan DuckDB tells as JSON. */
interface DuckDbNode {
  readonly name: string;
  readonly children: readonly DuckDbNode[];
  readonly extra_info: Readonly<Record<string, string | readonly string[]>>;
}

/** What Snowflake calls DuckDB's operators; joins are named after their kind. */
const NAMES: Readonly<Record<string, string>> = {
  SEQ_SCAN: 'TableScan',
  FILTER: 'Filter',
  HASH_GROUP_BY: 'Aggregate',
  PERFECT_HASH_GROUP_BY: 'Aggregate',
  STREAMING_GROUP_BY: 'Aggregate',
  UNGROUPED_AGGREGATE: 'Aggregate',
  ORDER_BY: 'Sort',
  TOP_N: 'SortWithLimit',
  LIMIT: 'Limit',
  STREAMING_LIMIT: 'Limit',
  WINDOW: 'WindowFunction',
  STREAMING_WINDOW: 'WindowFunction',
  UNION: 'UnionAll',
  CROSS_PRODUCT: 'CartesianJoin',
  DUMMY_SCAN: 'Generator',
  COLUMN_DATA_SCAN: 'ValuesClause',
  EXPRESSION_SCAN: 'ValuesClause',
  EMPTY_RESULT: 'ValuesClause',
  UNNEST: 'Flatten',
  INOUT_FUNCTION: 'Flatten',
  REC_CTE: 'UnionAll',
  REC_CTE_SCAN: 'WithReference',
  CTE_SCAN: 'WithReference',
  CTE: 'WithClause',
  INSERT: 'Insert',
  BATCH_INSERT: 'Insert',
  UPDATE: 'Update',
  DELETE: 'Delete',
  MERGE_INTO: 'Merge',
};

/** Steps of DuckDB's own that hold no operation of the statement. */
const SILENT: ReadonlySet<string> = new Set(['PROJECTION', 'RESULT_COLLECTOR', 'EXPLAIN']);

/** Where an operator tells what it works on. */
const EXPRESSIONS = ['Projections', 'Expression', 'Conditions', 'Groups', 'Aggregates', 'Order By'];

/** Reads a plan; the first operation gives the result. `nameOf` finds the table behind DuckDB's name of one. */
export function readPlan(
  json: string,
  outputs: readonly string[],
  target: string | undefined,
  nameOf: (physical: string) => string | undefined,
): readonly Operation[] {
  const roots: readonly DuckDbNode[] = JSON.parse(json);
  const plan: Operation[] = [{ id: 0, parent: undefined, name: 'Result', objects: [], expressions: outputs }];
  const add = (node: DuckDbNode, parent: number): void => {
    const told = SILENT.has(node.name) ? undefined : operationOf(node, plan.length, parent, target, nameOf);
    if (told !== undefined) {
      plan.push(told);
    }
    node.children.forEach((child) => add(child, told?.id ?? parent));
  };
  roots.forEach((root) => add(root, 0));
  return plan;
}

function operationOf(
  { name, extra_info: info }: DuckDbNode,
  id: number,
  parent: number,
  target: string | undefined,
  nameOf: (physical: string) => string | undefined,
): Operation {
  const table = nameOf(/sf\..*$/.exec([info['Table'] ?? ''].flat().join(''))?.[0] ?? '');
  const changed = /^(?:BATCH_INSERT|INSERT|UPDATE|DELETE|MERGE_INTO)$/.test(name) ? target : undefined;
  const expressions = EXPRESSIONS.flatMap((key) => info[key] ?? []).filter((text) => text !== '');
  return {
    id,
    parent,
    name: NAMES[name] ?? joinName(name, info),
    objects: [table ?? changed ?? []].flat(),
    expressions: name === 'DUMMY_SCAN' ? ['1'] : expressions.map(plainNames),
  };
}

/** `LeftOuterJoin` for a join that is LEFT; DuckDB's own name for what Snowflake has no word for. */
function joinName(name: string, info: DuckDbNode['extra_info']): string {
  if (!name.endsWith('JOIN')) {
    return name;
  }
  const kind = String(info['Join Type'] ?? 'INNER');
  const outer = kind === 'LEFT' || kind === 'RIGHT' || kind === 'FULL' ? 'Outer' : '';
  return `${capital(kind)}${outer}Join`;
}

/** Without the marks by which the engine keeps the case of names. */
function plainNames(text: string): string {
  return text
    .split('\u0001')
    .map((piece, at) => (at === 0 ? piece : piece.replace(/^[01]*/, '')))
    .join('');
}
