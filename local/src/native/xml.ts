import { BIGINT, BOOLEAN, VARCHAR } from '@duckdb/node-api';
import { isArray, isObject, writeJson, type Json } from './json.js';
import { parseJson } from './json-read.js';
import { printJson } from './json-print.js';
import { native, writeOptional } from './native-json.js';
import type { NativeFunction } from './native-function.js';
import { isXml, toXml } from './xml-print.js';
import { parseXml, xmlFault } from './xml-read.js';

/** Functions on XML, which the engine holds as the objects that Snowflake shows of it. */
export const XML_NATIVES: readonly NativeFunction[] = [
  native('sf_parse_xml', [VARCHAR, BOOLEAN], VARCHAR, ([text, raw]) =>
    String(text).trim() === '' ? null : writeJson(parseXml(String(text), raw !== true)),
  ),
  native('sf_xml_fault', [VARCHAR, BOOLEAN], VARCHAR, ([text, raw]) =>
    String(text).trim() === '' ? null : (xmlFault(String(text), raw !== true) ?? null),
  ),
  native('sf_xml_get', [VARCHAR, VARCHAR, BIGINT], VARCHAR, ([json, tag, instance]) =>
    writeOptional(elementOf(parseJson(String(json)), String(tag), Number(instance))),
  ),
  native('sf_to_xml', [VARCHAR], VARCHAR, ([json]) => toXml(parseJson(String(json)), printJson)),
];

/** The n-th element of a tag inside of another, from 0. */
function elementOf(value: Json, tag: string, instance: number): Json {
  const content = isObject(value) ? value.get('$') : undefined;
  const items = isArray(content) ? content : [content];
  return items.filter((item) => isXml(item) && item.get('@') === tag)[instance];
}
