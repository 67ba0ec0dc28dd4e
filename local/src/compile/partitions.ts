import type { CompiledFrom } from './from.js';
import type { SourceColumn } from './scope.js';
import type { StoredSource } from './table.js';

/**
 * Rows beside what a table function in JavaScript makes of them, a partition at a time. What it writes for a row stands
 * beside that row; what it writes when the partition ends stands beside the values the partition is made by.
 */
export function besidePartitions(
  left: CompiledFrom,
  right: CompiledFrom,
  { signature, args, partition, order, alias, width }: NonNullable<StoredSource['partitioned']>,
): CompiledFrom {
  const kept: string[] = [];
  const shown: string[] = [];
  const keep = (sql: string): string => {
    const at = kept.push(sql);
    const part = partition.indexOf(sql);
    shown.push(part < 0 ? `r.k${at} AS k${at}` : `l.p${part + 1} AS k${at}`);
    return `${alias}.k${at}`;
  };
  const rename = (column: SourceColumn): SourceColumn => ({ ...column, sql: keep(column.sql), nullable: true });
  const sources = left.sources.map((source) => ({
    ...source,
    columns: source.columns.map(rename),
    ...(source.sequence === undefined ? {} : { sequence: keep(source.sequence) }),
  }));
  const merged = left.merged.map(rename);
  const named = (texts: readonly string[], letter: string): string =>
    texts.map((sql, at) => `${sql} AS ${letter}${at + 1}, `).join('');
  const parts = partition.map((_, at) => `p${at + 1}`);
  const groups = parts.length === 0 ? '1' : `dense_rank() OVER (ORDER BY ${parts.join(', ')})`;
  const places = [...order.map(({ entry }) => entry), 'n'].join(', ');
  const sorting = order.map(({ sql }) => sql);
  // The rows stand in a table of their own beside the lines: within the lines a list of them would be copied for each.
  const rows = `SELECT *, ${groups} AS g, row_number() OVER (${
    parts.length === 0 ? '' : `PARTITION BY ${parts.join(', ')} `
  }ORDER BY ${places}) AS r FROM (SELECT ${named(kept, 'k')}${named(partition, 'p')}${named(sorting, 'o')}${args} AS a, row_number() OVER () AS n FROM ${left.sql})`;
  const firsts = parts.map((name) => `any_value(${name}) AS ${name}, `).join('');
  const made = `SELECT g, ${firsts}sf_js_rows(${signature}, list(a ORDER BY r)) AS e FROM r GROUP BY g`;
  const lines = `SELECT * EXCLUDE (e), unnest(e) AS e, generate_subscripts(e, 1) AS line FROM (${made})`;
  const cells = Array.from({ length: width }, (_, at) => `json_extract_string(l.e, '$[${at + 1}]') AS c${at + 1}`);
  const joined = `l LEFT JOIN r ON l.g = r.g AND CAST(json_extract_string(l.e, '$[0]') AS BIGINT) = r.r`;
  return {
    sql: `(WITH r AS MATERIALIZED (${rows}), l AS (${lines}) SELECT ${[...shown, ...cells].join(', ')} FROM ${joined} ORDER BY l.g, l.line) AS ${alias}`,
    sources: [...sources, ...right.sources],
    merged,
  };
}
