import { DuckDBScalarFunction, LIST, VARCHAR, listValue } from '@duckdb/node-api';
import { CROSSING, marked, openRealm, textOf, type Batch, type JsKind } from './js-function.js';
import { itemsOf } from './native-json.js';

/** What a JavaScript table function is called with: its handler, and how its arguments and its columns travel. */
export interface JsTableSignature {
  readonly name: string;
  readonly parameters: readonly { readonly name: string; readonly kind: JsKind; readonly type: string }[];
  readonly columns: readonly { readonly name: string; readonly kind: JsKind }[];
  readonly body: string;
}

/** The handler starts with each partition, sees its rows, and ends; what it writes tells the row it was written for. */
const RUN = `
  const run = (partitions) => JSON.stringify(JSON.parse(partitions).map((rows) => {
    const lines = [];
    let at = 0;
    const writer = { writeRow: (row) => {
      lines.push(JSON.stringify([at, ...columns.map(({ name, kind }) => write(kind, row[name]))]));
    } };
    const context = {};
    const info = Object.fromEntries(
      parameters.map(({ name, type }) => [name, { type, isConst: false, constValue: undefined }]),
    );
    handler.initialize?.(info, context);
    for (const texts of rows) {
      at += 1;
      handler.processRow(Object.fromEntries(parameters.map(({ name, kind }, place) => [name, read(kind, texts[place])])), writer, context);
    }
    at = null;
    handler.finalize?.(writer, context);
    return lines;
  }));`;

const compiled = new Map<string, Batch<Partition>>();

/** The arguments of each of its rows. */
type Partition = readonly (readonly (string | null)[])[];

function openHandler(signature: string): Batch<Partition> {
  const known = compiled.get(signature);
  if (known !== undefined) {
    return known;
  }
  const { name, parameters, columns, body }: JsTableSignature = JSON.parse(signature);
  const batch = openRealm<Partition>(
    name,
    `const parameters = ${JSON.stringify(parameters)}; const columns = ${JSON.stringify(columns)};
     const handler = (${body.trim().replace(/;$/, '')}\n);${CROSSING}${RUN}`,
  );
  compiled.set(signature, batch);
  return batch;
}

/**
 * The one function that calls all table functions written in JavaScript, with the rows of a partition. Each line of the
 * answer is a list in JSON: the row it was written for, counted from 1, or null; then its cells.
 */
export function jsTableFunction(): DuckDBScalarFunction {
  return DuckDBScalarFunction.create({
    name: 'sf_js_rows',
    parameterTypes: [VARCHAR, LIST(LIST(VARCHAR))],
    returnType: LIST(VARCHAR),
    volatile: true,
    mainFunction: (_info, input, output) => {
      const [signatures, lists] = [input.getColumnVector(0), input.getColumnVector(1)];
      const partitions = Array.from({ length: input.rowCount }, (_, row) =>
        itemsOf(lists.getItem(row) ?? undefined).map((list) => itemsOf(list).map(textOf)),
      );
      const count = partitions.reduce((sum, { length }) => sum + length, 0);
      try {
        const answers: readonly (readonly string[])[] =
          input.rowCount === 0 ? [] : JSON.parse(openHandler(String(signatures.getItem(0)))(partitions, count));
        answers.forEach((answer, row) => output.setItem(row, listValue(answer)));
      } catch (error) {
        throw marked(error);
      }
      output.flush();
    },
  });
}
