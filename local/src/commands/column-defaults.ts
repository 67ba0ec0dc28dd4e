import { printPath } from '../compile/faults.js';
import { EMPTY_SCOPE } from '../compile/scope.js';
import { SnowflakeError } from '../errors.js';
import type { Expression } from '../syntax/ast.js';
import { openGrammar } from '../syntax/parser.js';
import { familyName, typeName, type SqlType } from '../types/sql-type.js';
import { canonicalText } from './canonical-text.js';
import type { ColumnDefinition } from './column-definitions.js';
import type { StatementContext } from './command.js';

/**
 * Reads the expression behind DEFAULT as it is kept.
 *
 * @throws SnowflakeError 002262 for a value of a kind the column does not take
 */
export function readDefault(context: StatementContext, { name, type }: ColumnDefinition): string {
  const { grammar, compiler } = context;
  const expression = grammar.expression();
  if (type?.kind === 'binary') {
    const message = "SQL compilation error: Default values are not allowed on 'BINARY' columns.";
    throw new SnowflakeError('002262', '22000', message);
  }
  const value = compiler.expression(expression, EMPTY_SCOPE);
  if (type !== undefined && REFUSED[type.kind]?.includes(value.type.kind) === true) {
    const message = `SQL compilation error:\nDefault value data type does not match data type for column ${name}`;
    throw new SnowflakeError('002262', '22000', message);
  }
  return sequenceText(context, expression) ?? canonicalText(grammar.stream.sql, expression);
}

type Kind = SqlType['kind'];

/** The kinds of values that a column of a kind does not take as a default, though INSERT may. */
const REFUSED: { readonly [of in Kind]?: readonly Kind[] } = {
  number: ['text'],
  float: ['text'],
  boolean: ['number', 'float'],
  date: ['text', 'timestamp'],
  time: ['text', 'timestamp'],
  timestamp: ['text'],
  text: ['number', 'float', 'date', 'time', 'timestamp'],
  variant: ['number', 'float'],
};

/** A sequence is named in full: the table may be read from another schema. */
export function sequenceText({ compiler }: StatementContext, expression: Expression): string | undefined {
  if (expression.kind !== 'name' || expression.path.length < 2 || expression.path.at(-1)?.text !== 'NEXTVAL') {
    return undefined;
  }
  return `${printPath(compiler.qualify(expression.path.slice(0, -1)))}.NEXTVAL`;
}

/**
 * Refuses what a new column of a table that is there does not take: anything but a constant of its own kind.
 *
 * @throws SnowflakeError 002086 or 002023
 */
export function refuseComputed(context: StatementContext, column: ColumnDefinition, sql: string): void {
  const { compiler } = context;
  const expression = openGrammar(sql, compiler.environment).expression();
  if (!isLiteral(expression)) {
    const message = `SQL compilation error:\nInvalid column default expression [${sql}]`;
    throw new SnowflakeError('002086', '42601', message);
  }
  const value = compiler.withText(sql, '', '').expression(expression, EMPTY_SCOPE);
  const { type } = column;
  if (type === undefined || value.type.kind === 'null' || ['variant', 'object', 'array'].includes(type.kind)) {
    return;
  }
  const numeric = (of: SqlType): string => (of.kind === 'float' ? 'NUMBER' : familyName(of));
  if (numeric(type) !== numeric(value.type)) {
    const which = `expecting ${typeName(type)} but got ${typeName(value.type)} for column ${column.name}`;
    const message = `SQL compilation error:\nExpression type does not match column data type, ${which}`;
    throw new SnowflakeError('002023', '22000', message);
  }
}

function isLiteral(expression: Expression): boolean {
  return expression.kind === 'unary'
    ? isLiteral(expression.operand)
    : ['number', 'string', 'boolean', 'null', 'binary-literal'].includes(expression.kind);
}
