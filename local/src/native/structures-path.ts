import { isArray, isObject, type Json } from './json.js';

/** Follows a path such as `a.b[0]["c d"]`; `:` parts names as `.` does. */
export function followPath(start: Json, path: string): Json {
  let value = start;
  for (const [, plain, quoted, index, bracketed] of path.matchAll(
    /([^.:[\]"]+)|"([^"]*)"|\[(\d+)\]|\["?'?([^\]"']*)'?"?\]/g,
  )) {
    if (value === undefined) {
      return undefined;
    }
    const key = plain ?? quoted ?? bracketed;
    value =
      index === undefined
        ? isObject(value)
          ? value.get(key ?? '')
          : undefined
        : isArray(value)
          ? value[Number(index)]
          : undefined;
  }
  return value;
}
