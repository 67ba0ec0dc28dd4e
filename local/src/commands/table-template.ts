import type { Column } from '../catalog/model.js';
import { EMPTY_SCOPE } from '../compile/scope.js';
import { encodeChunk } from '../encode/cells.js';
import { SnowflakeError } from '../errors.js';
import { isArray, isObject, type Json } from '../native/json.js';
import { parseForeignJson } from '../native/json-foreign.js';
import { openGrammar } from '../syntax/parser.js';
import { refuseTwice } from './column-definitions.js';
import type { StatementContext } from './command.js';

/** Reads `USING TEMPLATE (SELECT ARRAY_AGG(OBJECT_CONSTRUCT(*)) FROM TABLE(INFER_SCHEMA(…)))`: the columns it describes. */
export async function readTemplate(context: StatementContext): Promise<readonly Column[]> {
  const { grammar, compiler } = context;
  grammar.stream.expect('USING', 'TEMPLATE');
  const value = compiler.expression(grammar.expression(), EMPTY_SCOPE);
  const result = await context.run(`SELECT ${value.sql} AS c1`);
  const columns = [{ name: '', type: value.type, nullable: true }];
  const text = encodeChunk(result.getChunk(0), columns)[0]?.[0] ?? '[]';
  const described = parseForeignJson(text);
  const made = (isArray(described) ? described : []).map((entry) => columnOf(context, entry));
  if (made.length === 0) {
    throw new SnowflakeError('002022', '42601', 'SQL compilation error:\nMissing column specification');
  }
  refuseTwice(made.map(({ name }) => name));
  return made;
}

/** Names stand as they are written in the files. */
function columnOf({ compiler }: StatementContext, entry: Json): Column {
  const told = isObject(entry) ? entry : new Map<string, Json>();
  const [name, type] = [told.get('COLUMN_NAME'), told.get('TYPE')];
  if (typeof name !== 'string' || typeof type !== 'string') {
    const message = 'SQL compilation error:\nUSING TEMPLATE needs a COLUMN_NAME and a TYPE for each column';
    throw new SnowflakeError('001003', '42000', message);
  }
  return {
    name,
    type: openGrammar(type, compiler.environment).dataType(),
    nullable: told.get('NULLABLE') !== false,
    defaultText: undefined,
    increment: undefined,
    primaryKey: false,
    comment: undefined,
  };
}
