import { databaseText, ddlText, routineText, schemaText, sequenceText } from '../catalog/ddl-text.js';
import { signatureOf, type Routine } from '../catalog/model.js';
import type { Collection } from '../catalog/collection.js';
import type { Compiler } from '../compile/compiler.js';
import { doesNotExist, textsOf, unsupported } from '../compile/faults.js';
import { constant, type Typed } from '../compile/typed.js';
import { quoteString } from '../lexer.js';
import { openGrammar, parseNamePath } from '../syntax/parser.js';
import { TEXT } from '../types/sql-type.js';
import type { FunctionCall } from './rule.js';

/** GET_DDL: the statement that makes an object again; a third argument TRUE has whole paths for names. */
export function getDdl({ compiler, node, args }: FunctionCall): Typed {
  const [kind, name] = args().map(({ literal }) => literal);
  if (kind === undefined || name === undefined) {
    throw unsupported('GET_DDL of what is no constant');
  }
  const third = node.args[2];
  if (third !== undefined && third.kind !== 'boolean') {
    throw unsupported('GET_DDL with a third argument that is no constant');
  }
  return constant(quoteString(textOf(compiler, kind.toUpperCase(), name, third?.value === true)), TEXT);
}

function textOf(compiler: Compiler, kind: string, name: string, full: boolean): string {
  const { catalog, sessionId } = compiler.environment;
  switch (kind) {
    case 'TABLE':
    case 'VIEW': {
      const path = textsOf(parseNamePath(name));
      return ddlText(found(catalog.relation(...compiler.qualify(path), sessionId), path), full);
    }
    case 'SEQUENCE': {
      const path = textsOf(parseNamePath(name));
      return sequenceText(found(catalog.sequence(...compiler.qualify(path)), path), full);
    }
    case 'FUNCTION':
      return routineText(kind, findRoutine(compiler, catalog.functions, name), full);
    case 'PROCEDURE':
      return routineText(kind, findRoutine(compiler, catalog.procedures, name), full);
    case 'SCHEMA': {
      const path = textsOf(parseNamePath(name));
      const [database, schema] = compiler.qualify([...path, '']);
      found(catalog.schema(database, schema), path);
      return schemaText(database, schema, catalog.contentOf(database, schema), full);
    }
    case 'DATABASE': {
      const path = textsOf(parseNamePath(name));
      const database = found(catalog.database(path[0] ?? ''), path);
      return databaseText(database.name, catalog.contentOf(database.name), full);
    }
    default:
      throw unsupported(`GET_DDL of ${kind}`);
  }
}

function findRoutine<T extends Routine>(compiler: Compiler, held: Collection<T>, text: string): T {
  const grammar = openGrammar(text, compiler.environment);
  const path = textsOf(grammar.objectName());
  const signature = signatureOf(grammar.stream.list(() => ({ type: grammar.dataType() })));
  grammar.stream.finish();
  return found(
    held.named(...compiler.qualify(path)).find(({ parameters }) => signatureOf(parameters) === signature),
    path,
  );
}

function found<T>(object: T | undefined, path: readonly string[]): T {
  if (object === undefined) {
    throw doesNotExist('Object', path);
  }
  return object;
}
