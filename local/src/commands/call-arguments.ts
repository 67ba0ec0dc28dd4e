import type { Compiler } from '../compile/compiler.js';
import type { CallRules } from '../compile/overloads.js';
import { SnowflakeError } from '../errors.js';
import type { CallNode, Span } from '../syntax/ast.js';
import { typeName, type SqlType } from '../types/sql-type.js';
import { isRefused } from './targets.js';

/** How CALL matches its arguments to a procedure's parameters; the errors of that have no place in the text. */
export function callRules({ sql }: Compiler, { path, args: written }: CallNode & Span): CallRules {
  const name = path.at(-1)?.text ?? '';
  return {
    fits,
    misfit: (candidates, args, named) => {
      const [only, ...more] = candidates;
      const names = (only?.parameters ?? []).map((parameter) => parameter.name).filter((one) => named.has(one));
      if (args.length === 0 && names.length > 0) {
        return misfit(
          '001044',
          `named arguments [${names.join(', ')}] do not match any signature for function ${name}`,
        );
      }
      if (only !== undefined && more.length === 0 && args.length > only.parameters.length) {
        const texts = written.map(({ start, end }) => sql.slice(start, end)).join(', ');
        const counts = `expected ${only.parameters.length}, got ${args.length}`;
        return misfit('000939', `too many arguments for function [${name}(${texts})] ${counts}`);
      }
      const types = [...args, ...named.values()].map(({ type }) => (type.kind === 'null' ? 'NULL' : typeName(type)));
      return misfit('001044', `Invalid argument types for function '${name}': (${types.join(', ')})`);
    },
  };
}

function fits(from: SqlType, to: SqlType): boolean {
  if (from.kind === 'null') {
    return true;
  }
  if (from.kind === 'timestamp' && to.kind === 'timestamp') {
    return from.zone !== 'tz' || to.zone === 'tz';
  }
  const only = ONLY[to.kind];
  return only === undefined ? NEVER[to.kind]?.includes(from.kind) !== true && !isRefused(from, to) : only === from.kind;
}

type Kind = SqlType['kind'];

/** What takes nothing but its own. */
const ONLY: { readonly [of in Kind]?: Kind } = { binary: 'binary' };

/** What parameters do not take, though columns of their type do. */
const NEVER: { readonly [of in Kind]?: readonly Kind[] } = { text: ['object', 'array', 'binary'], variant: ['date'] };

function misfit(code: string, text: string): SnowflakeError {
  const sqlState = code === '001044' ? '42P13' : '22023';
  return new SnowflakeError(code, sqlState, `SQL compilation error: error line 0 at position -1\n${text}`);
}
