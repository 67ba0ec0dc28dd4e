/** How a value may be written, and what it is once resolved. */
export type ValueType =
  /** Text. */
  | 'text'
  /** `true` or `false`; also the texts `true`, `1`, `on`, `false`, `0`, `off` in any letter case. */
  | 'boolean'
  /** A whole number, or text that holds one. */
  | 'integer'
  /** A number, or text that holds one. */
  | 'number'
  /** One of a fixed set of words, in any letter case. */
  | 'choice'
  /** An array of texts, or one text with commas between them. */
  | 'list'
  /** A private key: PEM text, base64 of PEM or DER, DER bytes, or a `KeyObject`. */
  | 'key'
  /** A function. */
  | 'callback'
  /** `true`, `false`, or a mapping with details. */
  | 'switch'
  /** A mapping of names to values. */
  | 'mapping'
  /** An object with certain methods, handed through as it is: the row's `shape` says which. */
  | 'object'
  /** Anything at all: the value is not looked at. */
  | 'anything';

/** What an object can be, by the name of its interface, and the methods it is told by. */
export const shapes = {
  Logger: ['debug', 'info', 'warn', 'error'],
  Tracer: ['startActiveSpan'],
  Meter: ['createHistogram'],
} as const;

/** What a number counts. */
export type Unit = 'seconds' | 'milliseconds' | 'bytes' | 'megabytes' | 'characters' | 'rows';

/** What happens with a parameter here. */
export type Effect =
  /** Handed to the driver under its own name, converted where its unit or form differs. */
  | { readonly kind: 'driver'; readonly name: string; readonly convert?: 'milliseconds' | 'pipes' }
  /** Handed to the driver's process-wide configuration, which all sessions of the process share. */
  | { readonly kind: 'driver-process'; readonly name: string; readonly convert?: 'milliseconds' }
  /** Set on the server after login, and again after a reset. */
  | { readonly kind: 'session'; readonly name: string }
  /** Done by this package. */
  | { readonly kind: 'ours'; readonly how: string }
  /** Accepted, and without effect. */
  | { readonly kind: 'none'; readonly why: string }
  /** An error, except for values that ask for what happens anyway. */
  | { readonly kind: 'refused'; readonly why: string; readonly harmless?: readonly (boolean | string)[] };

/** One row of the parameter table; its key in the table is the canonical name. */
export interface Parameter {
  readonly type: ValueType;
  /** What it means, in one or two sentences. */
  readonly about: string;
  readonly effect: Effect;
  /** Other names, in any letter case; the camelCase form of every name is accepted without standing here. */
  readonly aliases?: readonly string[];
  /** Other names whose numbers count in another unit, each with the factor to this row's unit. */
  readonly scaledAliases?: Readonly<Record<string, number>>;
  /** True for values that are never printed and may be given by a function. */
  readonly secret?: true;
  /** The words a `choice` knows, in the spelling they have once resolved. */
  readonly choices?: readonly string[];
  /** What an `object` is. */
  readonly shape?: keyof typeof shapes;
  readonly unit?: Unit;
  /** What holds when it is not given; absent when nothing is sent. */
  readonly default?: string | number | boolean;
  /** What text must look like, and how to say so. */
  readonly form?: { readonly pattern: RegExp; readonly says: string };
  /** A number outside of the range becomes the nearest one inside, instead of being an error. */
  readonly clamped?: true;
  readonly minimum?: number;
  readonly maximum?: number;
  /** What to write instead, for names that are on their way out. */
  readonly deprecated?: string;
}

/** Rows of the table, keyed by canonical name. */
export type ParameterRows = Readonly<Record<string, Parameter>>;
