import { DuckDBScalarFunction, LIST, VARCHAR, listValue } from '@duckdb/node-api';
import { CROSSING, marked, openRealm, textOf, type Batch, type JsKind } from './js-function.js';
import { itemsOf } from './native-json.js';

/** What a JavaScript table function is called with: its handler, and how its arguments and its columns travel. */
export interface JsTableSignature {
  readonly name: string;
  readonly parameters: readonly { readonly name: string; readonly kind: JsKind }[];
  readonly columns: readonly { readonly name: string; readonly kind: JsKind }[];
  readonly body: string;
}

/** Each row of arguments is a partition of its own: the handler starts, sees the row, and ends. */
const RUN = `
  const run = (partitions) => JSON.stringify(JSON.parse(partitions).map((texts) => {
    const lines = [];
    const writer = { writeRow: (row) => {
      lines.push(JSON.stringify(columns.map(({ name, kind }) => write(kind, row[name]))));
    } };
    const row = Object.fromEntries(parameters.map(({ name, kind }, at) => [name, read(kind, texts[at])]));
    const context = {};
    const info = Object.fromEntries(parameters.map(({ name }) => [name, { isConst: false, constValue: undefined }]));
    handler.initialize?.(info, context);
    handler.processRow?.(row, writer, context);
    handler.finalize?.(writer, context);
    return lines;
  }));`;

const compiled = new Map<string, Batch>();

function openHandler(signature: string): Batch {
  const known = compiled.get(signature);
  if (known !== undefined) {
    return known;
  }
  const { name, parameters, columns, body }: JsTableSignature = JSON.parse(signature);
  const batch = openRealm(
    name,
    `const parameters = ${JSON.stringify(parameters)}; const columns = ${JSON.stringify(columns)};
     const handler = (${body.trim().replace(/;$/, '')}\n);${CROSSING}${RUN}`,
  );
  compiled.set(signature, batch);
  return batch;
}

/** The one function that calls all table functions written in JavaScript: each row of the answer is a list in JSON. */
export function jsTableFunction(): DuckDBScalarFunction {
  return DuckDBScalarFunction.create({
    name: 'sf_js_rows',
    parameterTypes: [VARCHAR, LIST(VARCHAR)],
    returnType: LIST(VARCHAR),
    volatile: true,
    mainFunction: (_info, input, output) => {
      const [signatures, lists] = [input.getColumnVector(0), input.getColumnVector(1)];
      const rows = Array.from({ length: input.rowCount }, (_, row) =>
        itemsOf(lists.getItem(row) ?? undefined).map(textOf),
      );
      try {
        const answers: readonly (readonly string[])[] =
          input.rowCount === 0 ? [] : JSON.parse(openHandler(String(signatures.getItem(0)))(rows));
        answers.forEach((answer, row) => output.setItem(row, listValue(answer)));
      } catch (error) {
        throw marked(error);
      }
      output.flush();
    },
  });
}
