import type { LogFields, Logger, LogLevel } from '../log.js';
import { AbortedError, QueryCancelledError, QueryTimeoutError } from '../errors.js';
import { describeError } from './describe-error.js';
import type { DiagnosticEvent, Operation, Outcome } from './events.js';
import type { Observer, OperationObserver } from './observer.js';
import { knownVerb } from './statement-verb.js';

/** What of a statement's text is logged. */
export interface StatementLogging {
  /** So many characters; 0 for none. */
  readonly sqlLength: number;
}

/** Writes what happens to a logger. */
export class LogObserver implements Observer {
  readonly #logger: Logger;
  readonly #always: LogFields;
  readonly #sqlLength: number;
  #queries = 0;

  /** @param always - Fields of every entry, such as the number of the session. */
  constructor(logger: Logger, always: LogFields = {}, { sqlLength }: StatementLogging = { sqlLength: 0 }) {
    this.#logger = logger;
    this.#always = always;
    this.#sqlLength = sqlLength;
  }

  begin(operation: Operation): OperationObserver {
    const about = this.#about(operation);
    const name = operation.kind;
    this.#write('debug', `${name}.start`, `${TITLES[name]} begins`, about);
    return {
      answered: ({ queryId, error }) => {
        if (error === undefined && name === 'query') {
          this.#write('debug', 'query.answer', 'query was answered', { ...about, queryId });
        }
      },
      stopped: ({ code }) =>
        this.#write('info', `${name}.cancel`, 'query is cancelled on the server', { ...about, reason: code }),
      ended: (outcome) => this.#end(operation, about, outcome),
    };
  }

  note(event: DiagnosticEvent): void {
    const { kind, ...rest } = event;
    const { level, text } = event.kind === 'driver' ? { level: event.level, text: event.message } : NOTES[event.kind];
    const { message: _message, level: _level, error, ...fields }: Readonly<Record<string, unknown>> = rest;
    this.#write(level, kind.replace('-', '.'), text, {
      ...fields,
      // Disposing and probing are what the author of a connection writes.
      ...(error === undefined ? {} : { error: describeError(error, 'connection' in event) }),
    });
  }

  #end(operation: Operation, about: LogFields, { error, ...rest }: Outcome): void {
    const { kind } = operation;
    const fields = { ...about, ...rounded(rest) };
    if (error === undefined) {
      this.#write(
        kind === 'connect' || kind === 'close' ? 'info' : 'debug',
        `${kind}.end`,
        `${TITLES[kind]} ended`,
        fields,
      );
      return;
    }
    const isStopped =
      error instanceof AbortedError || error instanceof QueryCancelledError || error instanceof QueryTimeoutError;
    const level = isStopped || kind === 'query' || kind === 'fetch' ? 'info' : 'warn';
    const text = `${TITLES[kind]} ${isStopped ? 'was stopped' : 'failed'}`;
    this.#write(level, `${kind}.${isStopped ? 'stop' : 'fail'}`, text, { ...fields, error: describeError(error) });
  }

  #about(operation: Operation): LogFields {
    switch (operation.kind) {
      case 'query': {
        const { sqlText, verb, isAsync, describeOnly } = operation;
        this.#queries++;
        return {
          query: this.#queries,
          statement: knownVerb(verb),
          ...(isAsync ? { isAsync } : {}),
          ...(describeOnly ? { describeOnly } : {}),
          ...(this.#sqlLength === 0 ? {} : { sql: sqlText.slice(0, this.#sqlLength) }),
        };
      }
      case 'connect':
        return { host: operation.host, authenticator: operation.authenticator };
      case 'fetch':
        return { queryId: operation.queryId };
      case 'close':
        return {};
      default:
        return operation satisfies never;
    }
  }

  #write(level: LogLevel, event: string, message: string, fields: LogFields): void {
    this.#logger[level](message, withoutUndefined({ event, ...this.#always, ...fields }));
  }
}

const TITLES = { connect: 'login', query: 'query', fetch: 'fetching of a result', close: 'close' } as const;

type Noted = Exclude<DiagnosticEvent['kind'], 'driver'>;

const NOTES: Readonly<Record<Noted, { readonly level: LogLevel; readonly text: string }>> = {
  'login-retry': { level: 'warn', text: 'login could not reach the server and is tried again' },
  'session-expired': { level: 'warn', text: 'server no longer knows the session' },
  'connection-opened': { level: 'info', text: 'connection was opened' },
  'connection-reset': { level: 'info', text: 'connection was reset' },
  'connection-closed': { level: 'info', text: 'connection was closed' },
  'dispose-failed': { level: 'warn', text: 'a former connection did not end well' },
  'probe-failed': { level: 'debug', text: 'connection could not be probed' },
  'query-retry': { level: 'warn', text: 'query lost its session and is sent again' },
  'query-kept': { level: 'debug', text: 'query was answered with a kept result' },
  'pool-opened': { level: 'debug', text: 'pool opened a session' },
  'pool-closed': { level: 'debug', text: 'pool closed a session' },
  'pool-waiting': { level: 'debug', text: 'a caller waits for a session of the pool' },
  'pool-exhausted': { level: 'warn', text: 'a caller waited in vain for a session of the pool' },
};

/** Milliseconds to the hundredth: nobody reads more, and it fits a line. */
function rounded(fields: Omit<Outcome, 'error'>): LogFields {
  const round = (ms: number | undefined): number | undefined =>
    ms === undefined ? undefined : Math.round(ms * 100) / 100;
  return { ...fields, durationMs: round(fields.durationMs), answeredMs: round(fields.answeredMs) };
}

function withoutUndefined(fields: LogFields): LogFields {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]): [string, unknown][] => {
      if (value === undefined) {
        return [];
      }
      const isPlain = typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
      return [[name, isPlain ? withoutUndefined(value as LogFields) : value]];
    }),
  );
}
