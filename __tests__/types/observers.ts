// Compiled, never run: what people have fits the options without a cast.
import { metrics, trace } from '@opentelemetry/api';
import pino from 'pino';

import { connection, type ConnectionOptions, Session, type SnowflakeConnectionOptions } from '../../src/index.js';

const telemetry: ConnectionOptions = { tracer: trace.getTracer('app'), meter: metrics.getMeter('app') };

export const withPino: ConnectionOptions = { logger: pino(), log_level: 'info', ...telemetry };
export const withChild: ConnectionOptions = { logger: pino().child({ request: 1 }), logLevel: 'WARN' };
export const withConsole: ConnectionOptions = { logger: console, traceInQueryTag: true };
export const shared: SnowflakeConnectionOptions = { logger: console, logLevel: 'off', drainTimeoutMs: 1 };

export const builder = Session.builder.config('logger', pino()).config('tracer', trace.getTracer('app'));
export const made = connection('x', { logger: pino(), logLevel: 'warn' });

// @ts-expect-error A tracer can begin spans.
export const noTracer: ConnectionOptions = { tracer: {} };
// @ts-expect-error A logger has all four methods.
export const noLogger: ConnectionOptions = { logger: { info: console.info } };
