/**
 * How strict a cast is: `cast` raises what cannot be read, `try` makes it NULL, `store` also refuses a text that is
 * longer than its column.
 */
export type CastMode = 'cast' | 'try' | 'store';
