/**
 * DuckDB's text for something made of a value that stands in it more than once. DuckDB would compute the value each time,
 * and of what is made so from each other, by the power of how deep it goes.
 *
 * @param name - What the value is called inside; a name that stands for itself is left as it is.
 */
export function once(sql: string, name: string, make: (value: string) => string): string {
  return /^(?:\w+\.)*(?:\w+|"[^"]*")$/.test(sql)
    ? make(sql)
    : `list_transform([${sql}], lambda ${name}: ${make(name)})[1]`;
}
