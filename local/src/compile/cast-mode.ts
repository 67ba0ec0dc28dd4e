/**
 * How strict a cast is: `cast` raises what cannot be read or is too long a text, `try` makes it NULL, `cut` shortens the
 * text, `store` also refuses a BINARY that is longer than its column.
 */
export type CastMode = 'cast' | 'try' | 'cut' | 'store';
