import type { Histogram, Meter } from '../tracing.js';
import { type DatabaseAttributes, failureAttributes } from './database-attributes.js';
import type { Operation } from './events.js';
import type { Observer, OperationObserver } from './observer.js';

/** In seconds, as OpenTelemetry's conventions advise. */
const BOUNDARIES = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10];

/** Measures how long the statements of a session take, after OpenTelemetry's conventions for database clients. */
export class DurationMetric implements Observer {
  readonly #histogram: Histogram;
  readonly #attributes: DatabaseAttributes;

  constructor(meter: Meter, attributes: DatabaseAttributes) {
    this.#attributes = attributes;
    this.#histogram = meter.createHistogram('db.client.operation.duration', {
      description: 'Duration of database client operations.',
      unit: 's',
      advice: { explicitBucketBoundaries: BOUNDARIES },
    });
  }

  begin(operation: Operation): OperationObserver | undefined {
    if (operation.kind === 'connect' || operation.kind === 'close') {
      return undefined;
    }
    const attributes = this.#attributes.of(operation);
    return {
      answered: (answer) => this.#attributes.learn(answer),
      ended: ({ durationMs, error }) =>
        this.#histogram.record(durationMs / 1000, {
          ...attributes,
          ...(error === undefined ? {} : failureAttributes(error)),
        }),
    };
  }
}
