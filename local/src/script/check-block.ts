import { SnowflakeError } from '../errors.js';
import { placeOf } from '../syntax/place.js';
import type { Block, LoopBody, Piece, Step } from './ast.js';
import { refusesInference } from './inference.js';

/** What of a block is told before any of it runs. */
export interface BlockSight {
  /** The block's text, for the places of what is wrong. */
  readonly sql: string;
  /** Names that are there already: a procedure's parameters. */
  readonly parameters: readonly string[];
  /** What RETURN has to hand back; undefined where it may be either. */
  readonly returns: 'TABLE' | 'SCALAR' | undefined;
}

/** Finds what is wrong with a block whatever its values are. @throws SnowflakeError for the first of it */
export function checkBlock(block: Block, sight: BlockSight): void {
  checkScope(block, sight, new Names(sight.parameters), new Set());
}

/** Finds names declared twice in DECLARE sections: CREATE PROCEDURE tells no more than that. */
export function checkDeclarations(block: Block, sight: Pick<BlockSight, 'sql' | 'parameters'>): void {
  const names = new Names(sight.parameters);
  block.declarations.forEach((step) => names.add(step, sight.sql));
  const inner = { sql: sight.sql, parameters: [] };
  [...block.body, ...block.handlers.flatMap(({ body }) => body)].forEach((step) =>
    blocksIn(step).forEach((nested) => checkDeclarations(nested, inner)),
  );
}

/** The names of one scope; an exception may bear the name of something else. */
class Names {
  readonly #values: Set<string>;
  readonly #exceptions = new Set<string>();

  constructor(names: readonly string[] = []) {
    this.#values = new Set(names);
  }

  add(step: Step, sql: string): void {
    if (!step.kind.startsWith('declare') || !('name' in step) || step.name === undefined) {
      return;
    }
    const held = step.kind === 'declare-exception' ? this.#exceptions : this.#values;
    if (held.has(step.name)) {
      throw compileFault(sql, step.at, '001003', '42000', ` Variable with name '${step.name}' declared twice.`);
    }
    held.add(step.name);
  }
}

function checkScope(block: Block, sight: BlockSight, names: Names, rows: ReadonlySet<string>): void {
  checkSteps([...block.declarations, ...block.body], sight, names, rows);
  block.handlers.forEach(({ body }) => checkSteps(body, sight, new Names(), rows));
}

function checkSteps(steps: readonly Step[], sight: BlockSight, names: Names, rows: ReadonlySet<string>): void {
  steps.forEach((step) => names.add(step, sight.sql));
  for (const step of steps) {
    checkStep(step, sight, rows);
  }
}

function checkStep(step: Step, sight: BlockSight, rows: ReadonlySet<string>): void {
  const { sql } = sight;
  if (
    step.kind === 'declare' &&
    step.type.length === 0 &&
    step.value !== undefined &&
    refusesInference(step.value, rows)
  ) {
    throw notInferred(step.name, placeOf(sql, step.at));
  }
  if (step.kind === 'return' && sight.returns !== undefined && step.value.length > 0) {
    const actual = isTable(step.value) ? 'TABLE' : 'SCALAR';
    if (actual !== sight.returns) {
      const text = ` Declared return type '${sight.returns}' is incompatible with actual return type '${actual}'`;
      throw compileFault(sql, step.at, '001003', '42000', text);
    }
  }
  const inner = step.kind === 'each' ? new Set([...rows, step.name]) : rows;
  bodiesOf(step).forEach((body) => checkSteps(body, sight, new Names(), inner));
  if (step.kind === 'block') {
    checkScope(step.block, sight, new Names(), rows);
  }
  if (step.kind === 'declare-procedure') {
    const parameters = step.parameters.map(({ name }) => name);
    checkBlock(step.block, { sql, parameters, returns: step.returns === undefined ? 'TABLE' : 'SCALAR' });
  }
}

/** The stretches of statements that stand within one, each a scope of its own. */
function bodiesOf(step: Step): readonly (readonly Step[])[] {
  if (step.kind === 'if') {
    return [...step.branches.map(({ body }) => body), step.otherwise];
  }
  const loop: LoopBody | undefined = 'body' in step ? step.body : undefined;
  return loop === undefined ? [] : [loop.steps];
}

function blocksIn(step: Step): readonly Block[] {
  return step.kind === 'block' ? [step.block] : bodiesOf(step).flatMap((body) => body.flatMap(blocksIn));
}

function isTable(value: Piece): boolean {
  return value[0]?.value === 'TABLE' && value[1]?.text === '(';
}

function compileFault(sql: string, at: number, code: string, sqlState: string, text: string): SnowflakeError {
  const place = placeOf(sql, at);
  const where = `error line ${place.line} at position ${place.position}`;
  return new SnowflakeError(code, sqlState, `SQL compilation error: ${where}\n${text}`, place);
}

/** 092228: what a variable is given does not tell its type. */
export function notInferred(name: string, place: { line: number; position: number }): SnowflakeError {
  const where = `error line ${place.line} at position ${place.position}`;
  const text = ` variable '${name}' cannot have its type inferred from initializer`;
  return new SnowflakeError('092228', 'P0000', `SQL compilation error: ${where}\n${text}`, place);
}
