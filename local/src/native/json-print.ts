import { JsonNumber, TypedText, isArray, isObject, writeJson, type Json } from './json.js';
import { parseJson } from './json-read.js';
import { isXml, printXml } from './xml-print.js';

/** A value as TO_JSON writes it: compact, a FLOAT with fifteen digits after its point. */
export function printJson(value: Json): string {
  return print(value, '', '');
}

/** A value as a cast to text gives it: NULL for JSON's null, strings and single values as they are. */
export function showJson(value: Json): string | null {
  if (value === null || value === undefined) {
    return null;
  }
  if (value instanceof TypedText) {
    return value.shown;
  }
  if (value instanceof JsonNumber && value.text.includes('e')) {
    return realText(Number(value.text));
  }
  return typeof value === 'string' ? value : isXml(value) ? printXml(value, printJson) : printJson(value);
}

/** A FLOAT as text: from 10^16 up and below 10^-4 with an exponent of two digits, as DuckDB writes it. */
function realText(value: number): string {
  const size = Math.abs(value);
  return size >= 1e16 || (size < 1e-4 && size > 0)
    ? value.toExponential().replace(/e([+-])(\d)$/, 'e$10$2')
    : String(value);
}

/** A FLOAT inside a VARIANT: an exponent tells it from a NUMBER. */
export function floatJson(value: number): string {
  if (!Number.isFinite(value)) {
    return JSON.stringify(Number.isNaN(value) ? 'NaN' : value > 0 ? 'inf' : '-inf');
  }
  const text = String(value);
  return text.includes('e') ? text : `${text}e0`;
}

/** A JSON text of the engine as Snowflake prints a VARIANT, OBJECT or ARRAY in a result: two spaces a level. */
export function layOutJson(text: string): string {
  if (!/^[{[DTNLZB]|^-?[\d.]+e/.test(text)) {
    return text;
  }
  return layOut(parseJson(text));
}

/** A value as Snowflake prints it in a result, an object's keys in the order they have. */
export function layOut(value: Json): string {
  return isXml(value) ? printXml(value, printJson, '\n') : print(value, '\n', ' ');
}

function print(value: Json, line: string, space: string): string {
  if (value instanceof JsonNumber) {
    return printNumber(value.text);
  }
  if (value instanceof TypedText) {
    return JSON.stringify(value.shown);
  }
  const inner = line === '' ? '' : `${line}  `;
  if (isArray(value)) {
    const items = value.map((item) => inner + print(item, inner, space));
    return items.length === 0 ? '[]' : `[${items.join(',')}${line}]`;
  }
  if (isObject(value)) {
    const items = [...value].map(
      ([key, item]) => `${inner}${JSON.stringify(key)}:${space}${print(item, inner, space)}`,
    );
    return items.length === 0 ? '{}' : `{${items.join(',')}${line}}`;
  }
  return writeJson(value);
}

/** FLOATs are printed as C does with `%.15e`. */
function printNumber(text: string): string {
  return text.includes('e')
    ? Number(text)
        .toExponential(15)
        .replace(/e([+-])(\d)$/, 'e$10$2')
    : text;
}

/** A text that is the same for values Snowflake takes for equal: `3` and a FLOAT of 3 are. */
export function jsonKey(value: Json): string {
  if (value instanceof JsonNumber) {
    return value.text.includes('e') ? String(Number(value.text)) : value.text;
  }
  if (isArray(value)) {
    return `[${value.map(jsonKey).join(',')}]`;
  }
  if (isObject(value)) {
    return `{${[...value].map(([key, item]) => `${JSON.stringify(key)}:${jsonKey(item)}`).join(',')}}`;
  }
  return writeJson(value);
}
