import type { SqlSessionOptions } from '../statement.js';
import type { Typed } from '../compile/typed.js';
import { SessionParameters } from './parameters.js';

/** A variable of a session, and when it was first and last set, in milliseconds. */
export interface SessionVariable {
  readonly value: Typed;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** What one session remembers between statements. */
export interface SessionState {
  readonly options: SqlSessionOptions;
  database: string | null;
  schema: string | null;
  warehouse: string | null;
  role: string;
  readonly parameters: SessionParameters;
  readonly variables: Map<string, SessionVariable>;
  /** True in a procedure that runs with its owner's rights: it can neither see nor change what is the caller's. */
  readonly ownersRights?: boolean;
}

/** The state of a session that has just logged in. */
export function createSessionState(options: SqlSessionOptions): SessionState {
  return {
    options,
    database: null,
    schema: null,
    warehouse: options.warehouse === undefined ? null : plainName(options.warehouse),
    role: plainName(options.role),
    parameters: new SessionParameters(options.parameters),
    variables: new Map(),
  };
}

/** The state as it is now, which later statements do not change. */
export function copySessionState(state: SessionState): SessionState {
  const parameters = new SessionParameters(state.parameters.all());
  return { ...state, parameters, variables: new Map(state.variables) };
}

/** Makes a session's state what it was at login, but for its database and schema. */
export function resetSessionState(state: SessionState): void {
  const { options } = state;
  state.database = null;
  state.schema = null;
  state.warehouse = options.warehouse === undefined ? null : plainName(options.warehouse);
  state.role = plainName(options.role);
  state.parameters.reset(options.parameters);
  state.variables.clear();
}

/** A name as a user writes it in an option: upper case unless it is quoted. */
export function plainName(written: string): string {
  return written.startsWith('"') && written.endsWith('"') && written.length > 1
    ? written.slice(1, -1).replaceAll('""', '"')
    : written.toUpperCase();
}
