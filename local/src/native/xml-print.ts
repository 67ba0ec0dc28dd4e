import { JsonNumber, TypedText, isArray, isObject, jsonType, type Json } from './json.js';

/** An object that PARSE_XML made: it has a tag and a content. */
export type XmlElement = ReadonlyMap<string, Json>;

/** True for an object that is shown as XML, not as JSON. */
export function isXml(value: Json): value is XmlElement {
  return isObject(value) && typeof value.get('@') === 'string' && value.has('$');
}

/** How a plain value inside of an element is written: as TO_JSON writes it. */
type PrintValue = (value: Json) => string;

/**
 * Writes an element as XML.
 *
 * @param line - What begins a line: empty for compact text, a line break for lines indented by two spaces a level.
 */
export function printXml(element: XmlElement, print: PrintValue, line = ''): string {
  const tag = plain(element.get('@'), print);
  const attributes = [...element]
    .filter(([key]) => key.startsWith('@') && key !== '@')
    .map(([key, value]) => ` ${key.slice(1)}="${escapeXml(plain(value, print)).replaceAll('"', '&quot;')}"`);
  const content = element.get('$');
  const open = `<${tag}${attributes.join('')}>`;
  const inner = line === '' ? '' : `${line}  `;
  if (!isArray(content) && !isXml(content)) {
    return `${open}${escapeXml(plain(content, print))}</${tag}>`;
  }
  const items = (isArray(content) ? content : [content]).map((item) =>
    isXml(item) ? printXml(item, print, inner) : escapeXml(plain(item, print)),
  );
  return `${open}${items.map((item) => inner + item).join('')}${line}</${tag}>`;
}

/** Any value as TO_XML writes it: XML as it was, all else with the types of its values. */
export function toXml(value: Json, print: PrintValue): string {
  return isXml(value) ? printXml(value, print) : typedXml('SnowflakeData', value, print);
}

function typedXml(tag: string, value: Json, print: PrintValue): string {
  const content = isArray(value)
    ? value.map((item) => typedXml('e', item, print)).join('')
    : isObject(value)
      ? [...value].map(([key, item]) => typedXml(key, item, print)).join('')
      : value === null || value === undefined
        ? ''
        : escapeXml(plain(value, print));
  return `<${tag} type="${jsonType(value)}">${content}</${tag}>`;
}

function plain(value: Json, print: PrintValue): string {
  if (value === undefined) {
    return '';
  }
  if (value instanceof TypedText) {
    return value.shown;
  }
  return value instanceof JsonNumber || typeof value !== 'string' ? print(value) : value;
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
