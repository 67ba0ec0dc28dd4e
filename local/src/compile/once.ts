import type { Typed } from './typed.js';

/**
 * DuckDB's text for something made of a value that stands in it more than once. DuckDB would compute the value each time,
 * and of what is made so from each other, by the power of how deep it goes.
 *
 * @param name - What the value is called inside; a name that stands for itself is left as it is.
 */
export function once(sql: string, name: string, make: (value: string) => string): string {
  return /^(?:\w+\.)*(?:\w+|"[^"]*")(?:\['v\d+'\])?$/.test(sql)
    ? make(sql)
    : `list_transform([${sql}], lambda ${name}: ${make(name)})[1]`;
}

/** DuckDB finds by itself what is short and stands twice; what is longer takes its time before it begins. */
const LONG = 300;
const CONSTANT = /^(?:\w*CAST\()*(?:'[^']*(?:''[^']*)*'|-?[\d.]+|NULL|TRUE|FALSE)(?: AS [\w ]+(?:\([\d, ]+\))?\))*$/;

/**
 * {@link once} for several values, where one of them is long: for texts that name a value more than once, and for
 * macros that do.
 */
export function shared(values: readonly string[], make: (values: readonly string[]) => string): string {
  if (values.every((sql) => sql.length <= LONG || CONSTANT.test(sql))) {
    return make(values);
  }
  // A name that stands in none of the values: they may have been made so too.
  const taken = values.flatMap((sql) => [...sql.matchAll(/\bshared(\d+)\b/g)].map(([, number]) => Number(number)));
  const name = `shared${taken.reduce((most, number) => Math.max(most, number), 0) + 1}`;
  // A constant stays one. All else stands outside, for neither an aggregate nor a query may stand inside.
  const fields = values.map((sql, at) => (CONSTANT.test(sql) ? undefined : `v${at}: ${sql}`));
  // With a point DuckDB would look for the field among the columns of a HAVING.
  const inside = values.map((sql, at) => (fields[at] === undefined ? sql : `${name}['v${at}']`));
  const outside = fields.filter((field) => field !== undefined).join(', ');
  return `list_transform([{${outside}}], lambda ${name}: ${make(inside)})[1]`;
}

/** {@link shared} for one value of a type. */
export function sharedValue(value: Typed, make: (value: Typed) => string): string {
  return shared([value.sql], ([sql = value.sql]) => make({ ...value, sql }));
}
