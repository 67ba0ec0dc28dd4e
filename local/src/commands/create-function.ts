import { alreadyExists, unsupported } from '../compile/faults.js';
import type { SqlType } from '../types/sql-type.js';
import { TYPE, status, type Outcome, type StatementContext } from './command.js';
import type { CreateOptions } from './create.js';

/** CREATE FUNCTION … AS '…': scalar functions in SQL and JavaScript, table functions in SQL. */
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
  const language = readFunctionOptions(context);
  if (table && language === 'JAVASCRIPT') {
    throw unsupported('table functions in JAVASCRIPT');
  }
  stream.expect('AS');
  const written = stream.string();
  const body = language === 'SQL' ? written.trim().replace(/;$/, '') : written;
  stream.finish();
  if (catalog.userFunction(database, schema, name) !== undefined && !options.orReplace) {
    if (optional) {
      return status(`${name} already exists, statement succeeded.`, TYPE.create);
    }
    throw alreadyExists([database, schema, name]);
  }
  await context.define(async () => {
    catalog.putFunction({
      database,
      schema,
      name,
      parameters,
      returns,
      columns,
      body,
      language,
      createdAt: Date.now(),
    });
  });
  return status(`Function ${name} successfully created.`, TYPE.create);
}

function readTyped({ grammar }: StatementContext): { name: string; type: SqlType } {
  return { name: grammar.stream.name().text, type: grammar.dataType() };
}

function readFunctionOptions({ grammar }: StatementContext): 'SQL' | 'JAVASCRIPT' {
  const { stream } = grammar;
  let chosen: 'SQL' | 'JAVASCRIPT' = 'SQL';
  while (!stream.sees('AS')) {
    if (stream.accept('LANGUAGE')) {
      const language = stream.name().text;
      if (language !== 'SQL' && language !== 'JAVASCRIPT') {
        throw unsupported(`functions in ${language}`);
      }
      chosen = language;
    } else if (stream.accept('COMMENT', '=')) {
      stream.string();
    } else if (!readVolatility(stream)) {
      throw stream.unexpected();
    }
  }
  return chosen;
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
