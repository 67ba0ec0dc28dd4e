import type { Logger } from '../log.js';
import type { parameters, ParameterName, PrivateKeyInput, ValueOf } from './parameters.js';
import type { SecretSource } from './secret-value.js';
import type { SessionParameterName } from './session-parameters.js';

type Rows = typeof parameters;

/** What may be written for a row: its value, text that holds it, or for a secret a function that gives it. */
type Written<Name extends ParameterName> = Rows[Name] extends { secret: true; type: 'key' }
  ? PrivateKeyInput | SecretSource<PrivateKeyInput>
  : Rows[Name] extends { secret: true }
    ? string | SecretSource
    : Rows[Name]['type'] extends 'integer' | 'number'
      ? number | string
      : Rows[Name]['type'] extends 'boolean'
        ? boolean | string
        : Rows[Name]['type'] extends 'choice'
          ? ValueOf<Rows[Name]> | (string & Record<never, never>)
          : Rows[Name]['type'] extends 'list'
            ? readonly string[] | string
            : ValueOf<Rows[Name]>;

type NameOf<Name extends ParameterName> =
  | Name
  | (Rows[Name] extends { aliases: readonly (infer Alias extends string)[] } ? Alias : never)
  | (Rows[Name] extends { scaledAliases: infer Scaled } ? keyof Scaled & string : never);

type CamelCase<Name extends string> = Name extends `${infer Head}_${infer Tail}`
  ? `${Head}${Capitalize<CamelCase<Tail>>}`
  : Name;

type Given<Name extends ParameterName> = {
  readonly [Key in NameOf<Name> | CamelCase<NameOf<Name>>]?: Written<Name> | null | undefined;
};

type Intersection<Union> = (Union extends unknown ? (value: Union) => void : never) extends (value: infer All) => void
  ? All
  : never;

/**
 * What may be written: every parameter under every name it has, and Snowflake's session parameters by name.
 *
 * `undefined` counts as not given. `null` and empty text take away what a file or a variable would give.
 */
export type ConnectionOptions = Intersection<{ [Name in ParameterName]: Given<Name> }[ParameterName]> & {
  readonly [Name in SessionParameterName]?: string | number | boolean | null | undefined;
} & { readonly logger?: Logger | undefined };

/** Options together with the call they came from; later layers win. */
export interface OptionLayer {
  /** The call as a reader would recognise it, such as `config('user', …)`. */
  readonly source: string;
  readonly options: ConnectionOptions | Readonly<Record<string, unknown>>;
}
