import { DuckDBScalarFunction, type DuckDBType, type DuckDBValue } from '@duckdb/node-api';
import { SnowflakeError } from '../errors.js';

/** A function of ours that DuckDB calls. It sees no NULL: DuckDB answers NULL for a NULL argument itself. */
export interface NativeFunction {
  readonly name: string;
  readonly parameters: readonly DuckDBType[];
  readonly returns: DuckDBType;
  /** True when two calls with the same arguments may differ. */
  readonly volatile?: boolean;
  readonly evaluate: (...args: readonly DuckDBValue[]) => DuckDBValue;
}

/** Makes DuckDB's object for a native function. Errors keep their Snowflake code on the way through DuckDB. */
export function toScalarFunction({
  name,
  parameters,
  returns,
  volatile,
  evaluate,
}: NativeFunction): DuckDBScalarFunction {
  return DuckDBScalarFunction.create({
    name,
    parameterTypes: parameters,
    returnType: returns,
    volatile: volatile ?? false,
    mainFunction: (_info, input, output) => {
      const vectors = parameters.map((_, at) => input.getColumnVector(at));
      for (let row = 0; row < input.rowCount; row += 1) {
        const args = vectors.map((vector) => vector.getItem(row));
        output.setItem(row, args.includes(null) ? null : evaluateMarked(evaluate, args));
      }
      output.flush();
    },
  });
}

function evaluateMarked(evaluate: NativeFunction['evaluate'], args: readonly DuckDBValue[]): DuckDBValue {
  try {
    return evaluate(...args);
  } catch (error) {
    if (error instanceof SnowflakeError) {
      throw new Error(`SF:${error.code}:${error.sqlState}:${error.message}`, { cause: error });
    }
    throw error;
  }
}
