import { noSuchPlace } from '../compile/faults.js';
import { TYPE, succeeded, type Outcome, type StatementContext } from './command.js';
import { schemaPath } from './containers.js';

/** USE DATABASE, SCHEMA, WAREHOUSE, ROLE and SECONDARY ROLES. */
export async function runUse(context: StatementContext): Promise<Outcome> {
  const { grammar, state, catalog } = context;
  const { stream } = grammar;
  stream.expect('USE');
  if (stream.accept('SECONDARY', 'ROLES')) {
    stream.series(() => stream.word());
    stream.finish();
    return succeeded(TYPE.use);
  }
  const kind = stream.acceptAny('WAREHOUSE', 'ROLE', 'SCHEMA', 'DATABASE');
  const path = grammar.objectName();
  stream.finish();
  const name = path.at(-1)?.text ?? '';
  switch (kind) {
    case 'WAREHOUSE':
      catalog.accountObjects.imply('WAREHOUSE', name);
      state.warehouse = name;
      break;
    case 'ROLE':
      catalog.accountObjects.imply('ROLE', name);
      state.role = name;
      break;
    case 'SCHEMA':
      useSchema(context, ...schemaPath(context, path));
      break;
    case 'DATABASE':
      useDatabase(context, name);
      break;
    case undefined:
      if (path.length > 1) {
        useSchema(context, ...schemaPath(context, path));
      } else {
        useDatabase(context, name);
      }
      break;
    default:
      kind satisfies never;
  }
  return succeeded(TYPE.use);
}

function useDatabase({ catalog, state }: StatementContext, name: string): void {
  if (catalog.database(name) === undefined) {
    throw noSuchPlace();
  }
  state.database = name;
  state.schema = catalog.schema(name, 'PUBLIC') === undefined ? null : 'PUBLIC';
}

function useSchema({ catalog, state }: StatementContext, database: string, name: string): void {
  const told = name === 'INFORMATION_SCHEMA' && catalog.database(database) !== undefined;
  if (!told && catalog.schema(database, name) === undefined) {
    throw noSuchPlace();
  }
  state.database = database;
  state.schema = name;
}
