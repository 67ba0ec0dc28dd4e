import { OBJECT, TEXT, typeName } from '../types/sql-type.js';
import { maybe, scalar } from './define.js';
import type { FunctionRule, FunctionTable } from './rule.js';

const NAMES = ['STR', 'DISABLE_AUTO_CONVERT'] as const;

/** XMLGET reads elements, never the text of a document. */
const XML_GET: FunctionRule = maybe(scalar('any, text, integer=0', OBJECT, 'sf_xml_get($1, $2, $3)'));

/** Functions on XML. */
export const XML_FUNCTIONS: FunctionTable = {
  PARSE_XML: { ...maybe(scalar('text, boolean=FALSE', OBJECT, 'sf_parse_xml($1, $2)')), names: NAMES },
  CHECK_XML: { ...maybe(scalar('text, boolean=FALSE', TEXT, 'sf_xml_fault($1, $2)')), names: NAMES },
  XMLGET: {
    ...XML_GET,
    compile: (call) => {
      const types = call.args().map(({ type }) => type);
      const [{ kind } = OBJECT] = types;
      if (kind !== 'object' && kind !== 'variant' && kind !== 'null') {
        throw call.compiler.faults.invalidTypes('XMLGET', types.map(typeName), call.node);
      }
      return XML_GET.compile(call);
    },
  },
  TO_XML: scalar('coerced', TEXT, 'sf_to_xml($1)'),
};
