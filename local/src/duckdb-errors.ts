import { unsupported } from './compile/faults.js';
import { SnowflakeError } from './errors.js';

/** 000604: the statement was cancelled. */
export function cancelled(): SnowflakeError {
  return new SnowflakeError('000604', '57014', 'SQL execution canceled');
}

type Rule = readonly [RegExp, (match: RegExpExecArray) => SnowflakeError];

/** What DuckDB's messages mean; the first rule that fits decides. */
const RULES: readonly Rule[] = [
  // Errors raised by the engine's own macros and functions carry their code through DuckDB.
  [
    /SF:(\d{6}):(\w{5}):([\s\S]*)/,
    ([, code = '', state = '', message = '']) => new SnowflakeError(code, state, message.trimEnd()),
  ],
  [/INTERRUPT/, cancelled],
  [
    /Could not decode string "([\s\S]*?)" as base64/,
    ([, text = '']) =>
      new SnowflakeError('100115', '22000', `The following string is not a legal base64-encoded value: '${text}'`),
  ],
  [
    /Failed to cast decimal value (\S+) to type|INT\d+ with value (\S+) can't be cast/,
    ([, decimal, whole]) =>
      new SnowflakeError('100046', '22003', `Number out of representable range: ${decimal ?? whole ?? ''}`),
  ],
  [
    /could not convert blob to UTF8|Invalid UTF8 Codepoint/,
    () => new SnowflakeError('100144', '22000', 'Invalid UTF8 detected in string'),
  ],
  [
    /Like pattern must not end with escape/,
    () => new SnowflakeError('000603', '22025', 'Escape character at end of LIKE pattern'),
  ],
  [/Invalid escape string/, () => unsupported('ESCAPE with several characters')],
  [
    /Separator argument to StringAgg must be a constant/,
    () => compilation('001015', '22023', 'argument 1 to function LISTAGG needs to be constant'),
  ],
  [
    /GROUPING statement cannot be used without groups/,
    () => compilation('002078', '42601', 'GROUPING function without a GROUP BY'),
  ],
  [
    /at least one window function must appear in the SELECT column or QUALIFY clause/,
    () => compilation('002303', '42601', 'QUALIFY needs a window function in it or in the SELECT list'),
  ],
  [
    /Period must be greater than 0/,
    () => compilation('001014', '22023', 'invalid slice length for function TIME_SLICE: it must be 1 or more'),
  ],
  [
    /Argument for ntile must be greater than zero/,
    () => compilation('002311', '22023', 'NTILE argument must be at least 1'),
  ],
  [
    /QUANTILE can only take (?:constant )?parameters|QUANTILE argument must not be NULL/,
    () => unsupported('a percentile that is no constant from 0 to 1'),
  ],
  [/NOT NULL constraint failed/, () => new SnowflakeError('100072', '22000', 'NULL result in a non-nullable column')],
  [
    /column "?(?:\w+\.)?"?([^"]*?)"? must appear in the GROUP BY clause/i,
    ([, name = '']) => compilation('000979', '42601', `[${name}] is not a valid group by expression`),
  ],
  [
    /GROUPING child "([^"]*)" must be a grouping column/i,
    ([, name = '']) => compilation('000979', '42601', `[${name}] is not a valid group by expression`),
  ],
  [
    /GROUP BY clause cannot contain aggregates/i,
    () => compilation('000979', '42601', '[an aggregate] is not a valid group by expression'),
  ],
  [
    /aggregate functions are not allowed in UPDATE/,
    () => compilation('000979', '42601', '[PSEUDOCOLUMN(VOL_ID)] is not a valid group by expression'),
  ],
  [
    /window functions are not allowed in UPDATE/,
    () => new SnowflakeError('002303', '42601', 'Analytic function not allowed as target of UPDATE.'),
  ],
  [
    /WHERE clause cannot contain aggregates/i,
    () => compilation('002035', '42601', 'Invalid aggregate function in where clause'),
  ],
  [
    /aggregate function calls cannot be nested|cannot contain aggregates/i,
    ([text]) => compilation('002035', '42601', text),
  ],
  [
    /More than one row returned by a subquery/i,
    () => new SnowflakeError('100090', '22000', 'Single-row subquery returns more than one row.'),
  ],
  [
    /^.*(?:Overflow|out of range|Could not cast value .* to DECIMAL|Casting value .* to type DECIMAL).*$/im,
    ([text]) => {
      const value = /value "([^"]*)"|\((-?\d[\d.]* [-+*] -?\d[\d.]*)\)/.exec(text);
      const what = value === null ? '' : `: ${value[1] ?? value[2] ?? ''}`;
      return new SnowflakeError('100046', '22003', `Number out of representable range${what}`);
    },
  ],
  [
    /Could not convert string '([\s\S]*?)' to (?:INT|DOUBLE|DECIMAL|HUGEINT|BIGINT)/i,
    ([, value = '']) => new SnowflakeError('100038', '22018', `Numeric value '${value}' is not recognized`),
  ],
  [
    /(?:WHERE|HAVING|GROUP BY) clause cannot contain window functions/i,
    () => compilation('002303', '42601', 'Window function appears outside of SELECT, QUALIFY, and ORDER BY clauses.'),
  ],
  [
    /window function calls cannot be nested|cannot contain window function calls/i,
    () => compilation('002303', '42601', 'A window function may not be nested inside another function of many rows.'),
  ],
  [/(?:Duplicate key|PRIMARY KEY or UNIQUE)/i, ([text]) => new SnowflakeError('100069', '22000', text)],
  [
    /Conflict on|write-write conflict|TransactionContext Error: Conflict/i,
    () =>
      new SnowflakeError(
        '000625',
        '57014',
        'Statement aborted because another transaction changed the same rows; the local engine does not wait for locks.',
      ),
  ],
  [/transaction is aborted/i, transactionBroken],
  [
    /Max expression depth limit|Maximum call stack size/,
    () => compilation('000301', '42601', 'the statement is nested too deeply, or holds a text that is too long.'),
  ],
];

/** 000603: an earlier error has undone the transaction's work. */
export function transactionBroken(): SnowflakeError {
  return new SnowflakeError(
    '000603',
    '40000',
    'The transaction was undone by an earlier error and can only be rolled back: the local engine keeps no work of a transaction in which a statement fails.',
  );
}

function compilation(code: string, sqlState: string, message: string): SnowflakeError {
  return new SnowflakeError(code, sqlState, `SQL compilation error:\n${message}`);
}

/** Turns whatever a statement raised into the error Snowflake would answer with. */
export function toSnowflakeError(error: unknown): SnowflakeError {
  if (error instanceof SnowflakeError) {
    return error;
  }
  const message = error instanceof Error ? error.message : String(error);
  for (const [pattern, make] of RULES) {
    const match = pattern.exec(message);
    if (match !== null) {
      return make(match);
    }
  }
  return new SnowflakeError('000603', 'XX000', `SQL execution internal error: ${message}`);
}
