import { createContext, Script } from 'node:vm';
import { DuckDBScalarFunction, LIST, VARCHAR, type DuckDBValue } from '@duckdb/node-api';
import { SnowflakeError } from '../errors.js';
import { itemsOf } from './native-json.js';

/** How a value travels between SQL and JavaScript. */
export type JsKind = 'json' | 'date' | 'binary' | 'text' | 'number' | 'boolean';

/** What a JavaScript function is called with: its body, and how its arguments and its result travel. */
export interface JsSignature {
  readonly name: string;
  readonly parameters: readonly { readonly name: string; readonly kind: JsKind }[];
  readonly returns: JsKind;
  readonly body: string;
}

/** Milliseconds that one batch of rows may take. */
const TIME_LIMIT_MS = 3000;
/** Rows of a batch as DuckDB makes them. */
const BATCH_ROWS = 2048;

/** Runs in the function's own realm: every value crosses as text, so that none of ours is ever in its reach. */
export const CROSSING = `
  const read = (kind, text) => {
    if (text === null) return undefined;
    if (kind === 'json') return JSON.parse(text);
    if (kind === 'date') return new Date(Number(text));
    if (kind === 'number') return Number(text.replace('inf', 'Infinity'));
    if (kind === 'boolean') return text === 'true';
    if (kind === 'binary') return Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
    return text;
  };
  const write = (kind, value) => {
    if (value === undefined || value === null) return kind === 'json' && value === null ? 'null' : null;
    if (kind === 'json') return JSON.stringify(value) ?? null;
    if (kind === 'date' && value instanceof Date) return value.toISOString().replace('T', ' ').replace('Z', ' +0000');
    if (kind === 'binary') return Array.from(value, (byte) => byte.toString(16).padStart(2, '0')).join('');
    return typeof value === 'object' && !(value instanceof Date) ? JSON.stringify(value) : String(value);
  };`;

const RUN = `
  const run = (rows) => JSON.stringify(JSON.parse(rows).map((row) =>
    write(returns, body(...row.map((text, at) => read(kinds[at], text))))));`;

/**
 * One function, compiled once for all its calls: what it is called with in, one for each answer, and JSON of its answers
 * out. Where one call takes many rows, their number lengthens the time it may take.
 */
export type Batch<T> = (calls: readonly T[], rows?: number) => string;

const compiled = new Map<string, Batch<readonly (string | null)[]>>();

function openFunction(signature: string): Batch<readonly (string | null)[]> {
  const known = compiled.get(signature);
  if (known !== undefined) {
    return known;
  }
  const { name, parameters, returns, body }: JsSignature = JSON.parse(signature);
  const batch = openRealm<readonly (string | null)[]>(
    name,
    `const kinds = ${JSON.stringify(parameters.map(({ kind }) => kind))}; const returns = ${JSON.stringify(returns)};
     const body = function ${isName(name) ? name : ''}(${parameters.map((parameter) => parameter.name).join(', ')}) {\n${body}\n};${CROSSING}${RUN}`,
  );
  compiled.set(signature, batch);
  return batch;
}

/** True for a name that a function in JavaScript can have, to call itself by. */
function isName(name: string): boolean {
  try {
    return /^[A-Za-z_$][\w$]*$/.test(name) && new Script(`function ${name}() {}`) instanceof Script;
  } catch {
    return false;
  }
}

/** Runs a script that defines `run` in a realm of its own. */
export function openRealm<T>(name: string, script: string): Batch<T> {
  // Nothing of the host is in this realm; `node:vm` still is no wall against code that means harm.
  const realm = createContext(Object.create(null), { codeGeneration: { strings: true, wasm: false } });
  return guard(name, () => {
    new Script(script).runInContext(realm);
    return (calls: readonly T[], rows = 0): string =>
      guard(name, () => {
        const call = `run(${JSON.stringify(JSON.stringify(calls))})`;
        const timeout = TIME_LIMIT_MS * Math.max(1, Math.ceil(rows / BATCH_ROWS));
        return String(new Script(call).runInContext(realm, { timeout }));
      });
  });
}

function guard<T>(name: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    // An error of another realm is no instance of this one's Error.
    throw new SnowflakeError('100132', 'P0000', `JavaScript execution error: Uncaught ${String(error)} in ${name}`);
  }
}

/** The one function that calls all functions written in JavaScript: a signature, and the arguments as texts. */
export function jsFunction(): DuckDBScalarFunction {
  return DuckDBScalarFunction.create({
    name: 'sf_js',
    parameterTypes: [VARCHAR, LIST(VARCHAR)],
    returnType: VARCHAR,
    volatile: true,
    mainFunction: (_info, input, output) => {
      const [signatures, lists] = [input.getColumnVector(0), input.getColumnVector(1)];
      const rows = Array.from({ length: input.rowCount }, (_, row) =>
        itemsOf(lists.getItem(row) ?? undefined).map(textOf),
      );
      try {
        const answers: readonly (string | null)[] =
          input.rowCount === 0 ? [] : JSON.parse(openFunction(String(signatures.getItem(0)))(rows));
        answers.forEach((answer, row) => output.setItem(row, answer));
      } catch (error) {
        throw marked(error);
      }
      output.flush();
    },
  });
}

/** An error whose code survives the way through DuckDB. */
export function marked(error: unknown): unknown {
  return error instanceof SnowflakeError
    ? new Error(`SF:${error.code}:${error.sqlState}:${error.message}`, { cause: error })
    : error;
}

/** A cell as text. */
export function textOf(value: DuckDBValue): string | null {
  return value === null ? null : String(value);
}
