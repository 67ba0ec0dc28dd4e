/**
 * A value that may be left out: `undefined` counts as not given, `null` takes away what a file or a variable gives.
 */
export type Given<Value> = Value | null | undefined;

/** One of some words; other text is allowed too, because letter case does not matter. */
export type Choice<Word extends string> = Word | (string & Record<never, never>);
