import type { AccountKind, AccountObject } from '../catalog/account-objects.js';
import { doesNotExist } from '../compile/faults.js';
import { SnowflakeError } from '../errors.js';
import type { Outcome, StatementContext } from './command.js';
import { told } from './describe-objects.js';
import { moment, shapeOf } from './listing.js';

const USER_SHAPE = shapeOf('property value default description');

/** What DESCRIBE USER tells, with what is told when nothing was said of it. */
const USER_PROPERTIES: readonly (readonly [name: string, fallback: string, description: string])[] = [
  ['NAME', 'null', 'Name'],
  ['COMMENT', 'null', 'user comment associated to an object in the dictionary'],
  ['DISPLAY_NAME', 'null', 'Display name of the associated object'],
  ['TYPE', 'null', 'Type of the user'],
  ['LOGIN_NAME', 'null', 'Name the user logs in with'],
  ['FIRST_NAME', 'null', 'First name of the user'],
  ['MIDDLE_NAME', 'null', 'Middle name of the user'],
  ['LAST_NAME', 'null', 'Last name of the user'],
  ['EMAIL', 'null', 'Email address of the user'],
  ['PASSWORD', 'null', 'Password of the user'],
  ['MUST_CHANGE_PASSWORD', 'false', 'User must change the password'],
  ['DISABLED', 'false', 'Whether the user is disabled'],
  ['SNOWFLAKE_LOCK', 'false', 'Whether the user or account is locked by Snowflake'],
  ['DAYS_TO_EXPIRY', 'null', 'Days until the user expires'],
  ['MINS_TO_UNLOCK', 'null', 'Minutes until a locked user may log in again'],
  ['DEFAULT_WAREHOUSE', 'null', 'Default warehouse for this user'],
  ['DEFAULT_NAMESPACE', 'null', 'Default database namespace prefix for this user'],
  ['DEFAULT_ROLE', 'null', 'Primary principal of user session'],
  ['DEFAULT_SECONDARY_ROLES', '["ALL"]', 'The secondary roles will be set to all roles provided here'],
  ['EXT_AUTHN_DUO', 'false', 'Whether Duo Security is enabled as second factor authentication'],
  ['EXT_AUTHN_UID', 'null', 'External authentication ID of the user'],
  ['MINS_TO_BYPASS_MFA', 'null', 'Minutes during which a second factor is not asked for'],
  ['RSA_PUBLIC_KEY', 'null', 'RSA public key of the user'],
  ['RSA_PUBLIC_KEY_FP', 'null', "Fingerprint of the user's RSA public key"],
  ['RSA_PUBLIC_KEY_2', 'null', 'Second RSA public key of the user'],
  ['RSA_PUBLIC_KEY_2_FP', 'null', "Fingerprint of the user's second RSA public key"],
];

/** DESCRIBE USER. */
export async function describeUser(context: StatementContext): Promise<Outcome> {
  const { name, properties } = findNamed(context, 'USER', 'User');
  const own: Readonly<Record<string, string>> = {
    ...properties,
    NAME: name,
    DISPLAY_NAME: properties['DISPLAY_NAME'] ?? name,
    LOGIN_NAME: properties['LOGIN_NAME']?.toUpperCase() ?? name,
    PASSWORD: 'HAS_PASSWORD' in properties ? '********' : 'null',
  };
  const rows = USER_PROPERTIES.map(([key, fallback, description]) => [
    key,
    own[key] ?? fallback,
    fallback,
    description,
  ]);
  return told(context, USER_SHAPE, rows);
}

/** DESCRIBE WAREHOUSE. */
export async function describeWarehouse(context: StatementContext): Promise<Outcome> {
  const { name, createdAt } = findNamed(context, 'WAREHOUSE', 'Warehouse');
  return told(context, shapeOf('created_on@ name kind'), [[moment(createdAt), name, 'WAREHOUSE']]);
}

/** DESCRIBE TRANSACTION: one that is open; of those that have ended nothing is kept. */
export async function describeTransaction(context: StatementContext): Promise<Outcome> {
  const { grammar, transaction } = context;
  const id = grammar.stream.next().value;
  grammar.stream.finish();
  const found = transaction.all.find((entry) => entry.id === id);
  if (found === undefined) {
    throw new SnowflakeError('002003', '02000', `SQL compilation error:\nTransaction '${id}' does not exist.`);
  }
  const { user, session, name, startedAt } = found;
  return told(context, shapeOf('id user session name started_on@ state ended_on@'), [
    [id, user, session, name, moment(startedAt), 'running', null],
  ]);
}

function findNamed({ grammar, catalog }: StatementContext, kind: AccountKind, word: string): AccountObject {
  const name = grammar.objectName().at(-1)?.text ?? '';
  grammar.stream.finish();
  const found = catalog.accountObjects.get(kind, name);
  if (found === undefined) {
    throw doesNotExist(word, [name]);
  }
  return found;
}
