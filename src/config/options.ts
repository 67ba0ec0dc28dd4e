import type { BrowserOptions } from './options/browser-options.js';
import type { ClientOptions } from './options/client-options.js';
import type { CredentialsOptions } from './options/credentials-options.js';
import type { DiagnosticsOptions } from './options/diagnostics-options.js';
import type { Given } from './options/given.js';
import type { LookupOptions } from './options/lookup-options.js';
import type { NetworkOptions } from './options/network-options.js';
import type { OauthOptions } from './options/oauth-options.js';
import type { ResultsOptions } from './options/results-options.js';
import type { RevocationOptions } from './options/revocation-options.js';
import type { ServerOptions } from './options/server-options.js';
import type { SessionOptions } from './options/session-options.js';
import type { TimeoutsOptions } from './options/timeouts-options.js';
import type { WorkloadIdentityOptions } from './options/workload-identity-options.js';
import type { parameters, ParameterName } from './parameters.js';
import type { SessionParameterName, SessionParameterValue } from './session-parameters.js';

/** Every parameter under its canonical name, as Snowflake's Python connector spells it. */
export interface CanonicalOptions
  extends
    LookupOptions,
    ServerOptions,
    CredentialsOptions,
    OauthOptions,
    WorkloadIdentityOptions,
    BrowserOptions,
    SessionOptions,
    TimeoutsOptions,
    NetworkOptions,
    RevocationOptions,
    ResultsOptions,
    ClientOptions,
    DiagnosticsOptions {}

type Rows = typeof parameters;

type AliasOf<Name extends ParameterName> =
  | (Rows[Name] extends { aliases: readonly (infer Alias extends string)[] } ? Alias : never)
  | (Rows[Name] extends { scaledAliases: infer Scaled } ? keyof Scaled & string : never);

/** The other names of each parameter. */
type Aliases = { [Name in ParameterName]: AliasOf<Name> };

type NameBehind<Alias> = { [Name in ParameterName]: Alias extends Aliases[Name] ? Name : never }[ParameterName];

type AliasOptions = { readonly [Alias in Aliases[ParameterName]]?: CanonicalOptions[NameBehind<Alias>] };

type CamelCase<Name extends string> = Name extends `${infer Head}_${infer Tail}`
  ? `${Head}${Capitalize<CamelCase<Tail>>}`
  : Name;

type CamelCased<Options> = { readonly [Key in keyof Options as CamelCase<Key & string>]?: Options[Key] };

type SessionParameterOptions = { readonly [Name in SessionParameterName]?: Given<SessionParameterValue> };

/**
 * What may be written: every parameter under every name it has, in snake_case or camelCase, and Snowflake's session
 * parameters by name.
 *
 * `undefined` counts as not given. `null` and empty text take away what a file or a variable would give.
 */
export type ConnectionOptions = CanonicalOptions &
  AliasOptions &
  CamelCased<CanonicalOptions & AliasOptions> &
  SessionParameterOptions;

/** Options together with the call they came from; later layers win. */
export interface OptionLayer {
  /** The call as a reader would recognise it, such as `config('user', …)`. */
  readonly source: string;
  readonly options: ConnectionOptions | Readonly<Record<string, unknown>>;
}
