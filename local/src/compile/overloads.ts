import type { Routine } from '../catalog/model.js';
import type { CallNode, Span } from '../syntax/ast.js';
import { openGrammar } from '../syntax/parser.js';
import { typeName, type SqlType } from '../types/sql-type.js';
import { castTo } from './casts.js';
import type { Compiler } from './compiler.js';
import { EMPTY_SCOPE, type Scope } from './scope.js';
import type { Typed } from './typed.js';

/** The routine a call means, and the values of its parameters. */
interface ChosenRoutine<T> {
  readonly routine: T;
  readonly values: ReadonlyMap<string, Typed>;
}

/** How an argument becomes the value of its parameter. */
type TakeArgument<T> = (compiler: Compiler, value: Typed, type: SqlType, routine: T) => Typed;

/** What a kind of call asks of its arguments beyond their number, and what it says when no routine fits. */
export interface CallRules {
  fits(from: SqlType, to: SqlType): boolean;
  misfit(candidates: readonly Routine[], args: readonly Typed[], named: ReadonlyMap<string, Typed>): Error;
}

/**
 * Chooses among routines of one name the one whose parameters a call fits best.
 *
 * @throws SnowflakeError 000938 or 000939 when the only one takes more or fewer arguments, 001044 when none of several fits
 */
export function chooseRoutine<T extends Routine>(
  compiler: Compiler,
  candidates: readonly T[],
  node: CallNode & Span,
  scope: Scope,
  take: TakeArgument<T> = (own, value, type) => castTo(own, value, type),
  rules?: CallRules,
): ChosenRoutine<T> {
  const args = node.args.map((arg) => compiler.expression(arg, scope));
  const named = new Map([...node.named].map(([name, arg]) => [name, compiler.expression(arg, scope)]));
  const [best] = candidates
    .flatMap((routine) => {
      const given = align(routine, args, named);
      const fits = given?.every((value, at) => {
        const to = routine.parameters[at]?.type;
        return value === undefined || to === undefined || rules?.fits(value.type, to) !== false;
      });
      return given === undefined || fits === false ? [] : [{ routine, given, distance: distanceOf(routine, given) }];
    })
    .sort((left, right) => left.distance - right.distance);
  if (best === undefined) {
    throw rules?.misfit(candidates, args, named) ?? misfit(compiler, candidates, [...args, ...named.values()], node);
  }
  const values = new Map(
    best.routine.parameters.map((parameter, at) => [
      parameter.name,
      take(
        compiler,
        best.given[at] ?? defaultValue(compiler, best.routine, parameter.defaultText ?? 'NULL'),
        parameter.type,
        best.routine,
      ),
    ]),
  );
  return { routine: best.routine, values };
}

/** The arguments by parameter, undefined where the default holds; undefined when they do not fit. */
function align(
  { parameters }: Routine,
  args: readonly Typed[],
  named: ReadonlyMap<string, Typed>,
): readonly (Typed | undefined)[] | undefined {
  const given = parameters.map(({ name }, at) => args[at] ?? named.get(name));
  const taken = given.filter((value) => value !== undefined).length;
  const complete = parameters.every(({ defaultText }, at) => given[at] !== undefined || defaultText !== undefined);
  return complete && taken === args.length + named.size ? given : undefined;
}

function distanceOf({ parameters }: Routine, given: readonly (Typed | undefined)[]): number {
  return parameters.reduce((sum, { type }, at) => sum + distance(given[at]?.type ?? type, type), 0);
}

/** How far a value is from a parameter: 0 for its own type, more for each way of converting it. */
function distance(from: SqlType, to: SqlType): number {
  if (from.kind === to.kind) {
    return from.kind === 'timestamp' && to.kind === 'timestamp' && from.zone !== to.zone ? 1 : 0;
  }
  if (from.kind === 'null' || (from.kind === 'number' && to.kind === 'float')) {
    return 1;
  }
  if (to.kind === 'variant' || (from.kind === 'date' && to.kind === 'timestamp')) {
    return 2;
  }
  return to.kind === 'text' || from.kind === 'text' ? 4 : 3;
}

function defaultValue(compiler: Compiler, { database, schema }: Routine, text: string): Typed {
  const grammar = openGrammar(text, compiler.environment);
  return compiler.withText(text, database, schema).expression(grammar.expression(), EMPTY_SCOPE);
}

function misfit(
  compiler: Compiler,
  candidates: readonly Routine[],
  given: readonly Typed[],
  node: CallNode & Span,
): Error {
  const [only, ...more] = candidates;
  if (only !== undefined && more.length === 0 && only.parameters.length !== given.length) {
    return compiler.faults.wrongArity(only.name, only.parameters.length, given.length, node);
  }
  const types = given.map(({ type }) => typeName(type));
  return compiler.faults.invalidTypes(node.path.at(-1)?.text ?? '', types, node);
}
