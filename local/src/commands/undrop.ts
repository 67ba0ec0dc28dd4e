import type { Dropped } from '../catalog/dropped.js';
import { alreadyExists, textsOf, unsupported } from '../compile/faults.js';
import { SnowflakeError } from '../errors.js';
import type { NamePath } from '../syntax/ast.js';
import { capital } from './capital.js';
import { TYPE, status, type Outcome, type StatementContext } from './command.js';
import { schemaPath } from './containers.js';

/** UNDROP TABLE, SCHEMA and DATABASE: what was dropped last under a name comes back. */
export async function runUndrop(context: StatementContext): Promise<Outcome> {
  const { grammar, catalog } = context;
  const { stream } = grammar;
  stream.expect('UNDROP');
  const kind = stream.acceptAny('TABLE', 'SCHEMA', 'DATABASE');
  if (kind === undefined) {
    throw unsupported(`UNDROP ${stream.peek()?.value ?? ''}`);
  }
  const path = grammar.objectName();
  stream.finish();
  const key = keyOf(context, kind, path);
  if (exists(context, kind, key)) {
    throw alreadyExists(textsOf(path));
  }
  const name = path.at(-1)?.text ?? '';
  await context.define(async () => {
    const found = catalog.dropped.take(kind, ...key);
    if (found === undefined) {
      const text = `SQL compilation error:\n${capital(kind)} '${name}' did not exist or was purged.`;
      throw new SnowflakeError('002003', '02000', text);
    }
    catalog.load(found.content);
  });
  return status(`${capital(kind)} ${name} successfully restored.`, TYPE.create);
}

type Key = readonly [database: string, schema?: string, name?: string];

function keyOf(context: StatementContext, kind: Dropped['kind'], path: NamePath): Key {
  switch (kind) {
    case 'TABLE':
      return context.compiler.qualify(path, 'UNDROP');
    case 'SCHEMA':
      return schemaPath(context, path);
    case 'DATABASE':
      return [path[0]?.text ?? ''];
    default:
      return kind satisfies never;
  }
}

function exists(
  { catalog, state }: StatementContext,
  kind: Dropped['kind'],
  [database, schema = '', name = '']: Key,
): boolean {
  switch (kind) {
    case 'TABLE':
      return catalog.relation(database, schema, name, state.options.sessionId) !== undefined;
    case 'SCHEMA':
      return catalog.schema(database, schema) !== undefined;
    case 'DATABASE':
      return catalog.database(database) !== undefined;
    default:
      return kind satisfies never;
  }
}
