import { createHash } from 'node:crypto';
import type { AccountKind, AccountObject } from '../catalog/account-objects.js';
import { alreadyExists, doesNotExist } from '../compile/faults.js';
import { isOn, readOption } from '../stages/options.js';
import type { NamePath } from '../syntax/ast.js';
import { skipRest } from './access.js';
import { readTag } from './alter-table.js';
import { capital } from './capital.js';
import { skipTags } from './column-definitions.js';
import { readIfNotExists } from './if-not-exists.js';
import { TYPE, status, succeeded, type Outcome, type StatementContext } from './command.js';
import type { CreateOptions } from './create.js';

/**
 * Roles, users and warehouses guard and pay for real data; here everyone may do everything. They are remembered and
 * listed, so that a set-up script runs and a tool finds what it made.
 */
export const ACCOUNT_KINDS = ['ROLE', 'USER', 'WAREHOUSE'] as const satisfies readonly AccountKind[];

/** The kind a word names; undefined when it names none. */
export function accountKind(word: string): AccountKind | undefined {
  return ACCOUNT_KINDS.find((kind) => kind === word);
}

/** CREATE ROLE, USER and WAREHOUSE, after the kind has been read. */
export async function createAccountObject(
  kind: AccountKind,
  context: StatementContext,
  options: CreateOptions,
): Promise<Outcome> {
  const { grammar, catalog, state } = context;
  const optional = readIfNotExists(grammar.stream, options);
  const name = grammar.objectName().at(-1)?.text ?? '';
  const properties = { OWNER: state.role, ...readProperties(context) };
  const existing = catalog.accountObjects.get(kind, name);
  if (existing !== undefined && options.orAlter) {
    const { OWNER = state.role } = existing.properties;
    await context.define(async () => catalog.accountObjects.put({ ...existing, properties: { ...properties, OWNER } }));
    return status(`${capital(kind)} ${name} successfully altered.`, TYPE.alter);
  }
  if (existing !== undefined && !options.orReplace) {
    if (optional) {
      return status(`${name} already exists, statement succeeded.`, TYPE.create);
    }
    throw alreadyExists([name]);
  }
  await context.define(async () => catalog.accountObjects.put({ kind, name, properties, createdAt: Date.now() }));
  if (kind === 'WAREHOUSE') {
    state.warehouse = name;
  }
  return status(`${capital(kind)} ${name} successfully created.`, TYPE.create);
}

/** ALTER ROLE, USER and WAREHOUSE. */
export async function alterAccountObject(context: StatementContext, kind: AccountKind): Promise<Outcome> {
  const { grammar, catalog } = context;
  const { stream } = grammar;
  const optional = stream.accept('IF', 'EXISTS');
  const own = stream.seesAny('SET', 'UNSET', 'SUSPEND', 'RESUME', 'ABORT');
  const name = own ? ownName(context, kind) : (grammar.objectName().at(-1)?.text ?? '');
  const found = catalog.accountObjects.get(kind, name);
  if (found === undefined) {
    if (!optional) {
      throw doesNotExist(capital(kind), [name]);
    }
    skipRest(context);
    return succeeded(TYPE.alter);
  }
  const changed = readChange(context, found);
  await context.define(async () => {
    if (changed.name !== found.name) {
      catalog.accountObjects.drop(found);
    }
    catalog.accountObjects.put(changed);
  });
  follow(context, found, changed.name);
  return succeeded(TYPE.alter);
}

/** What drops a role, user or warehouse; undefined when there is none of that name. */
export function dropAccountObject(
  context: StatementContext,
  kind: AccountKind,
  path: NamePath,
): (() => Promise<void>) | undefined {
  const { accountObjects } = context.catalog;
  const found = accountObjects.get(kind, path.at(-1)?.text ?? '');
  return found === undefined
    ? undefined
    : async () => {
        accountObjects.drop(found);
        follow(context, found, null);
      };
}

/** Sets the comment of one. */
export async function commentAccountObject(
  { catalog }: StatementContext,
  found: AccountObject,
  comment: string,
): Promise<void> {
  catalog.accountObjects.put({ ...found, properties: { ...found.properties, COMMENT: comment } });
}

function ownName({ state }: StatementContext, kind: AccountKind): string {
  return (kind === 'USER' ? state.options.user.toUpperCase() : state.warehouse) ?? '';
}

/** A session's warehouse goes with its name, and is gone when it is dropped. */
function follow({ state }: StatementContext, { kind, name }: AccountObject, to: string | null): void {
  if (kind === 'WAREHOUSE' && state.warehouse === name) {
    state.warehouse = to;
  }
}

function readChange(context: StatementContext, found: AccountObject): AccountObject {
  const { grammar, catalog } = context;
  const { stream } = grammar;
  const { kind, properties } = found;
  if (stream.accept('RENAME', 'TO')) {
    const name = grammar.objectName().at(-1)?.text ?? '';
    stream.finish();
    if (catalog.accountObjects.get(kind, name) !== undefined) {
      throw alreadyExists([name]);
    }
    return { ...found, name };
  }
  const state = kind === 'WAREHOUSE' ? stream.acceptAny('SUSPEND', 'RESUME') : undefined;
  if (state !== undefined) {
    skipRest(context);
    return { ...found, properties: { ...properties, STATE: state === 'SUSPEND' ? 'SUSPENDED' : 'STARTED' } };
  }
  if (stream.accept('UNSET') && !stream.sees('TAG')) {
    const names = new Set(stream.series(() => stream.name().text));
    stream.finish();
    return {
      ...found,
      properties: Object.fromEntries(Object.entries(properties).filter(([name]) => !names.has(name))),
    };
  }
  if (stream.accept('SET')) {
    return { ...found, properties: { ...properties, ...readProperties(context) } };
  }
  // What is left stops queries or delegates rights: there is nothing of the kind.
  skipRest(context);
  return found;
}

function readProperties({ grammar: { stream } }: StatementContext): Readonly<Record<string, string>> {
  const properties: Record<string, string> = {};
  while (stream.peek() !== undefined && !stream.sees(';')) {
    if (stream.accept('WITH') || stream.accept(',')) {
      continue;
    }
    if (stream.accept('TAG')) {
      readTags(stream);
      continue;
    }
    const [name, value] = readOption(stream);
    Object.assign(properties, kept(name, typeof value === 'string' ? value : JSON.stringify(value)));
  }
  stream.finish();
  return properties;
}

function readTags(stream: StatementContext['grammar']['stream']): void {
  if (stream.sees('(')) {
    skipTags(stream);
  } else {
    stream.series(() => readTag(stream));
  }
}

/** A password is not kept, only that there is one. */
function kept(name: string, value: string): Readonly<Record<string, string>> {
  if (name === 'PASSWORD') {
    return { HAS_PASSWORD: 'true' };
  }
  if (name === 'INITIALLY_SUSPENDED') {
    return { STATE: isOn(value) ? 'SUSPENDED' : 'STARTED' };
  }
  if (/^RSA_PUBLIC_KEY(?:_2)?$/.test(name)) {
    const digest = createHash('sha256').update(Buffer.from(value, 'base64')).digest('base64');
    return { [name]: value, [`${name}_FP`]: `SHA256:${digest}` };
  }
  return { [name]: /^(?:true|false)$/i.test(value) ? value.toLowerCase() : value };
}
