import { SaxesParser } from 'saxes';
import { SnowflakeError } from '../errors.js';
import { JsonNumber, sortedObject, type Json } from './json.js';

/** An element that is being read. */
interface OpenElement {
  readonly name: string;
  readonly attributes: readonly (readonly [string, Json])[];
  readonly content: Json[];
  /** Text since the last tag; a CDATA section or an entity does not end it. */
  text: string;
}

/**
 * Reads an XML document as PARSE_XML does: each element is an object with its tag under `@`, its attributes under `@name`,
 * its content under `$`, and the places of its elements in that content under their tags.
 *
 * @param convert - False leaves every text as it is; otherwise what prints back the same as a number or boolean becomes one.
 * @throws SnowflakeError 100100 when the text is no well-formed XML.
 */
export function parseXml(text: string, convert: boolean): Json {
  const parser = new SaxesParser();
  const open: OpenElement[] = [];
  let root: Json;
  parser.on('opentag', ({ name, attributes }) => {
    endText(open.at(-1), convert);
    const read = Object.entries(attributes).map(
      ([key, value]) => [`@${key}`, convert ? nativeValue(value) : value] as const,
    );
    open.push({ name, attributes: read, content: [], text: '' });
  });
  const addText = (part: string): void => {
    const element = open.at(-1);
    if (element !== undefined) {
      element.text += part;
    }
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => {
    const element = open.pop();
    if (element !== undefined) {
      endText(element, convert);
      const value = elementValue(element);
      open.at(-1)?.content.push(value);
      root = value;
    }
  });
  // Its first fault ends the reading: what follows one is guessed.
  parser.on('error', ({ message }) => {
    throw faultOf(message, text, parser.position);
  });
  parser.write(text).close();
  return root;
}

/** What is wrong with an XML document; undefined when nothing is. */
export function xmlFault(text: string, convert: boolean): string | undefined {
  try {
    parseXml(text, convert);
    return undefined;
  } catch (error) {
    if (error instanceof SnowflakeError) {
      return error.message.replace(/^Error parsing XML: /, '');
    }
    throw error;
  }
}

function faultOf(message: string, text: string, position: number): SnowflakeError {
  const what = message
    .replace(/^(?:.*:)?\d+:\d+: /, '')
    .replace(/\.$/, '')
    .replace(/^(?:unexpected close tag|unmatched closing tag: .*)$/, () => {
      const tag = text.slice(text.lastIndexOf('</', position), position);
      return `no opening tag for ${tag}`;
    })
    .replace(/^(?:unclosed tag: .*|unexpected end)$/, 'prematurely terminated XML document')
    .replace(/^document must contain a root element$/, 'document has no elements');
  return new SnowflakeError('100100', '22P02', `Error parsing XML: ${what}, pos ${position}`);
}

function endText(element: OpenElement | undefined, convert: boolean): void {
  if (element === undefined) {
    return;
  }
  const text = element.text.trim();
  element.text = '';
  if (text !== '') {
    element.content.push(convert ? nativeValue(text) : text);
  }
}

function elementValue({ name, attributes, content }: OpenElement): Json {
  const places = new Map<string, JsonNumber[]>();
  content.forEach((item, at) => {
    const tag = item instanceof Map ? item.get('@') : undefined;
    if (typeof tag === 'string') {
      places.set(tag, [...(places.get(tag) ?? []), new JsonNumber(String(at))]);
    }
  });
  return sortedObject([
    ...[...places].map(([tag, list]) => [tag, list.length === 1 ? list[0] : list] as const),
    ['$', content.length === 0 ? '' : content.length === 1 ? content[0] : content],
    ['@', name],
    ...attributes,
  ]);
}

/** A number or boolean that is printed as the text it was read from; zeros that end a fraction do not count. */
function nativeValue(text: string): Json {
  if (text === 'true' || text === 'false') {
    return text === 'true';
  }
  if (!/^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text) || text === '-0') {
    return text;
  }
  const digits = text.replace(/\D/g, '').length;
  if (/[eE]/.test(text) || digits > 38) {
    const real = Number(text);
    return Number.isFinite(real) ? new JsonNumber(floatText(real)) : text;
  }
  return new JsonNumber(text.includes('.') ? text.replace(/\.?0+$/, '') : text);
}

function floatText(real: number): string {
  const text = String(real);
  return text.includes('e') ? text : `${text}e0`;
}
