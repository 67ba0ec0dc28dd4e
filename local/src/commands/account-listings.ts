import type { AccountObject } from '../catalog/account-objects.js';
import type { StatementContext } from './command.js';
import { moment, rowOf, shapeOf, type Lister } from './listing.js';

/** Roles that every account has. */
const SYSTEM_ROLES = ['ACCOUNTADMIN', 'ORGADMIN', 'PUBLIC', 'SECURITYADMIN', 'SYSADMIN', 'USERADMIN'];

const WAREHOUSE_SHAPE = shapeOf(
  'name state type size min_cluster_count# max_cluster_count# started_clusters# running# queued# is_default is_current is_interactive auto_suspend# auto_resume available provisioning quiescing other created_on@ resumed_on@ updated_on@ owner comment enable_query_acceleration query_acceleration_max_scale_factor# resource_monitor actives# pendings# failed# suspended# uuid scaling_policy budget owner_role_type resource_constraint generation',
);

const ROLE_SHAPE = shapeOf(
  'created_on@ name is_default is_current is_inherited assigned_to_users# granted_to_roles# granted_roles# owner comment',
);

const USER_SHAPE = shapeOf(
  'name created_on@ login_name display_name first_name last_name email mins_to_unlock days_to_expiry comment disabled must_change_password snowflake_lock default_warehouse default_namespace default_role default_secondary_roles ext_authn_duo ext_authn_uid mins_to_bypass_mfa owner last_success_login@ expires_at_time@ locked_until_time@ has_password has_rsa_public_key type has_mfa has_pat has_federated_workload_authentication is_from_organization_user',
);

const TERSE_USER =
  'name created_on display_name first_name last_name email org_identity comment has_password has_rsa_public_key type has_mfa has_pat has_federated_workload_authentication is_from_organization_user';

function listWarehouses({ catalog, state }: StatementContext): ReturnType<Lister> {
  return {
    shape: WAREHOUSE_SHAPE,
    terse: [],
    rows: catalog.accountObjects.all('WAREHOUSE').map((entry) => {
      const { name, properties, createdAt } = entry;
      const started = stateOf(entry) === 'STARTED';
      const least = properties['MIN_CLUSTER_COUNT'] ?? '1';
      return rowOf(WAREHOUSE_SHAPE, {
        ...NOTHING_RUNS,
        name,
        state: stateOf(entry),
        type: properties['WAREHOUSE_TYPE'] ?? 'STANDARD',
        size: sizeOf(entry),
        min_cluster_count: least,
        max_cluster_count: properties['MAX_CLUSTER_COUNT'] ?? '1',
        started_clusters: started ? least : '0',
        is_default: yes(name === state.options.warehouse?.toUpperCase()),
        is_current: yes(name === state.warehouse),
        is_interactive: 'N',
        auto_suspend: properties['AUTO_SUSPEND'] ?? '600',
        auto_resume: properties['AUTO_RESUME'] ?? 'true',
        available: started ? '100' : '',
        created_on: moment(createdAt),
        resumed_on: moment(createdAt),
        updated_on: moment(createdAt),
        owner: ownerOf(entry, state.role),
        comment: properties['COMMENT'] ?? '',
        enable_query_acceleration: properties['ENABLE_QUERY_ACCELERATION'] ?? 'false',
        query_acceleration_max_scale_factor: properties['QUERY_ACCELERATION_MAX_SCALE_FACTOR'] ?? '8',
        resource_monitor: properties['RESOURCE_MONITOR'] ?? 'null',
        scaling_policy: properties['SCALING_POLICY'] ?? 'STANDARD',
        owner_role_type: 'ROLE',
        resource_constraint: properties['RESOURCE_CONSTRAINT'] ?? null,
        generation: properties['GENERATION'] ?? null,
      });
    }),
  };
}

const NOTHING_RUNS = {
  running: '0',
  queued: '0',
  provisioning: '',
  quiescing: '',
  other: '',
  actives: '0',
  pendings: '0',
  failed: '0',
  suspended: '0',
};

/** True to the words of an account: started, until it is suspended. */
export function stateOf({ properties }: AccountObject): string {
  return properties['STATE'] ?? 'STARTED';
}

const SIZES: Readonly<Record<string, string>> = { XSMALL: 'X-Small', SMALL: 'Small', MEDIUM: 'Medium', LARGE: 'Large' };

/** `X-Small` for XSMALL, `2X-Large` for XXLARGE, X2LARGE and `2X-LARGE`. */
function sizeOf({ properties }: AccountObject): string {
  const size = (properties['WAREHOUSE_SIZE'] ?? 'XSMALL').toUpperCase().replaceAll('-', '');
  const [, several, before, after] = /^(?:(X+)|(\d)X|X(\d))LARGE$/.exec(size) ?? [];
  const times = before ?? after ?? String(several?.length ?? 0);
  return SIZES[size] ?? (times === '0' ? size : `${times === '1' ? '' : times}X-Large`);
}

function listRoles({ catalog, state }: StatementContext): ReturnType<Lister> {
  const known = catalog.accountObjects.all('ROLE');
  const system = SYSTEM_ROLES.filter((name) => !known.some((role) => role.name === name));
  const implied = system.map((name): AccountObject => ({ kind: 'ROLE', name, properties: {}, createdAt: 0 }));
  const all = [...known, ...implied].sort((left, right) => (left.name < right.name ? -1 : 1));
  return {
    shape: ROLE_SHAPE,
    terse: ['created_on', 'name', 'is_default', 'is_current', 'is_inherited', 'is_from_organization_user_group'],
    rows: all.map((role) => {
      const { createdAt, name, properties } = role;
      const current = yes(name === state.role);
      const own = yes(name === state.options.role.toUpperCase());
      return [
        moment(createdAt),
        name,
        own,
        current,
        'N',
        '0',
        '0',
        '0',
        ownerOf(role, ''),
        properties['COMMENT'] ?? '',
      ];
    }),
  };
}

function listUsers({ catalog, state }: StatementContext): ReturnType<Lister> {
  return {
    shape: USER_SHAPE,
    terse: TERSE_USER.split(' '),
    rows: catalog.accountObjects.all('USER').map((user) => {
      const { name, createdAt, properties } = user;
      return rowOf(USER_SHAPE, {
        ...toldOf(user),
        name,
        created_on: moment(createdAt),
        login_name: properties['LOGIN_NAME']?.toUpperCase() ?? name,
        display_name: properties['DISPLAY_NAME'] ?? name,
        disabled: properties['DISABLED'] ?? 'false',
        must_change_password: properties['MUST_CHANGE_PASSWORD'] ?? 'false',
        snowflake_lock: 'false',
        default_secondary_roles: properties['DEFAULT_SECONDARY_ROLES'] ?? '["ALL"]',
        ext_authn_duo: 'false',
        ext_authn_uid: '',
        owner: ownerOf(user, state.role),
        has_password: String('HAS_PASSWORD' in properties),
        has_rsa_public_key: String('RSA_PUBLIC_KEY' in properties || 'RSA_PUBLIC_KEY_2' in properties),
        has_mfa: 'false',
        has_pat: 'false',
        has_federated_workload_authentication: 'false',
        is_from_organization_user: 'false',
      });
    }),
  };
}

const TOLD_OF_USERS = [
  'first_name',
  'last_name',
  'email',
  'mins_to_unlock',
  'days_to_expiry',
  'comment',
  'default_warehouse',
  'default_namespace',
  'default_role',
  'mins_to_bypass_mfa',
  'type',
];

/** What a user is told to be, as it was written. */
function toldOf({ properties }: AccountObject): Readonly<Record<string, string>> {
  return Object.fromEntries(TOLD_OF_USERS.map((name) => [name, properties[name.toUpperCase()] ?? '']));
}

function yes(condition: boolean): string {
  return condition ? 'Y' : 'N';
}

function ownerOf({ properties }: AccountObject, fallback: string): string {
  return properties['OWNER'] ?? fallback;
}

/** Listings of the account's own objects. */
export const ACCOUNT_LISTINGS: readonly (readonly [string, Lister])[] = [
  ['WAREHOUSES', listWarehouses],
  ['ROLES', listRoles],
  ['USERS', listUsers],
];
