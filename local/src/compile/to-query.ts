import { quoteString, readTokens } from '../lexer.js';
import type { CallNode, Expression, Span } from '../syntax/ast.js';
import { openGrammar } from '../syntax/parser.js';
import type { Compiler } from './compiler.js';
import { unsupported } from './faults.js';
import { EMPTY_SCOPE } from './scope.js';
import type { DeclaredTable } from './user-functions.js';

/**
 * Compiles TO_QUERY: a query given as text, whose `:name` are the arguments of these names; undefined for other functions.
 *
 * @throws SnowflakeError 001015 when an argument is no text that is known before the statement runs.
 */
export function queryOfText(compiler: Compiler, call: CallNode & Span): DeclaredTable | undefined {
  const { path, args, named } = call;
  if (path.length !== 1 || path[0]?.text !== 'TO_QUERY') {
    return undefined;
  }
  const written = named.get('SQL') ?? args[0];
  if (written === undefined) {
    throw compiler.faults.wrongArity('TO_QUERY()', 1, 0, call);
  }
  const values = new Map([...named].map(([name, value]) => [name, textOf(compiler, value)]));
  const text = withValues(textOf(compiler, written), values);
  const { environment } = compiler;
  const grammar = openGrammar(text, environment);
  const query = grammar.query();
  grammar.stream.finish();
  const inner = compiler.withText(text, environment.database ?? '', environment.schema ?? '');
  const compiled = inner.query(query, EMPTY_SCOPE);
  return { ...compiled, declared: compiled.columns };
}

function textOf(compiler: Compiler, node: Expression): string {
  const { sql, type, ...value } = compiler.expression(node, EMPTY_SCOPE);
  if (type.kind === 'null') {
    throw unsupported('TO_QUERY of NULL');
  }
  // A variable of a script is a constant too, though it is not written as one.
  const literal = value.literal ?? (type.kind === 'text' && CONSTANT.test(sql) ? unquote(sql) : undefined);
  if (literal === undefined) {
    const message = 'Arguments of TO_QUERY must be constant strings or variables that hold strings';
    throw compiler.faults.compilation('001015', '22023', message, node);
  }
  return literal;
}

const CONSTANT = /^'(?:[^']|'')*'$/;

function unquote(sql: string): string {
  return sql.slice(1, -1).replaceAll("''", "'");
}

/** The text with each `:name` that is an argument as a string; after a value a colon leads into a VARIANT. */
function withValues(text: string, values: ReadonlyMap<string, string>): string {
  const tokens = readTokens(text);
  let written = '';
  let from = 0;
  tokens.forEach((token, at) => {
    const [before, name] = [tokens[at - 1], tokens[at + 1]];
    const value = token.text === ':' && name?.kind === 'word' ? values.get(name.value) : undefined;
    const leadsInto = before?.kind === 'quoted' || before?.text === ')' || before?.text === ']';
    if (value !== undefined && name !== undefined && !leadsInto) {
      written += `${text.slice(from, token.start)} ${quoteString(value)}`;
      from = name.end;
    }
  });
  return written + text.slice(from);
}
