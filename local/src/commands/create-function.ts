import { alreadyExists, unsupported } from '../compile/faults.js';
import type { SqlType } from '../types/sql-type.js';
import { TYPE, status, type Outcome, type StatementContext } from './command.js';
import type { CreateOptions } from './create.js';

/** CREATE FUNCTION … AS '…' in SQL: scalar functions and table functions. */
export async function createFunction(context: StatementContext, options: CreateOptions): Promise<Outcome> {
  const { grammar, compiler, catalog } = context;
  const { stream } = grammar;
  const optional = stream.accept('IF', 'NOT', 'EXISTS');
  const [database, schema, name] = compiler.qualify(grammar.objectName(), 'CREATE FUNCTION');
  context.refuseMissingSchema(database, schema);
  const parameters = stream.list(() => readTyped(context));
  stream.expect('RETURNS');
  const table = stream.accept('TABLE');
  const columns = table ? stream.list(() => readTyped(context)) : undefined;
  const returns = table ? undefined : grammar.dataType();
  readFunctionOptions(context);
  stream.expect('AS');
  const body = stream.string().trim().replace(/;$/, '');
  stream.finish();
  if (catalog.userFunction(database, schema, name) !== undefined && !options.orReplace) {
    if (optional) {
      return status(`${name} already exists, statement succeeded.`, TYPE.create);
    }
    throw alreadyExists([database, schema, name]);
  }
  await context.define(async () => {
    catalog.putFunction({ database, schema, name, parameters, returns, columns, body, createdAt: Date.now() });
  });
  return status(`Function ${name} successfully created.`, TYPE.create);
}

function readTyped({ grammar }: StatementContext): { name: string; type: SqlType } {
  return { name: grammar.stream.name().text, type: grammar.dataType() };
}

function readFunctionOptions({ grammar }: StatementContext): void {
  const { stream } = grammar;
  while (!stream.sees('AS')) {
    if (stream.accept('LANGUAGE')) {
      const language = stream.name().text;
      if (language !== 'SQL') {
        throw unsupported(`functions in ${language}`);
      }
    } else if (stream.accept('COMMENT', '=')) {
      stream.string();
    } else if (!readVolatility(stream)) {
      throw stream.unexpected();
    }
  }
}

function readVolatility(stream: StatementContext['grammar']['stream']): boolean {
  const forms = [
    ['NOT', 'NULL'],
    ['NULL'],
    ['CALLED', 'ON', 'NULL', 'INPUT'],
    ['RETURNS', 'NULL', 'ON', 'NULL', 'INPUT'],
    ['STRICT'],
    ['VOLATILE'],
    ['IMMUTABLE'],
    ['MEMOIZABLE'],
  ];
  return forms.some((form) => stream.accept(...form));
}
