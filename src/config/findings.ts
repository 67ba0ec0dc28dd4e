import { findParameter } from './parameters.js';
import { ConfigurationError, type ConfigurationProblem } from '../errors.js';

/** Something worth telling that stops nothing; it goes to the logger. */
export interface ConfigurationNote extends ConfigurationProblem {
  /** Names parameter and source too, so that it can be logged as it is. */
  readonly message: string;
  readonly level: 'info' | 'warn';
}

/** Collects what is wrong, so that everything is told together. */
export class Findings {
  readonly problems: ConfigurationProblem[] = [];
  readonly notes: ConfigurationNote[] = [];
  readonly #missing: ConfigurationProblem[] = [];

  problem(parameter: string, source: string, message: string): void {
    this.problems.push({ parameter, source, message });
  }

  /** Something that no place gives; told only when nothing else is wrong with it. */
  missing(parameter: string, message: string): void {
    this.#missing.push({ parameter, source: 'not given', message: `is missing${message}` });
  }

  /** Something done differently from what one may expect. */
  note(parameter: string, source: string, message: string): void {
    this.notes.push({ parameter, source, message: `${parameter} (${source}) ${message}`, level: 'info' });
  }

  /** Something unsafe, or an option without effect. */
  warning(parameter: string, source: string, message: string): void {
    this.notes.push({ parameter, source, message: `${parameter} (${source}) ${message}`, level: 'warn' });
  }

  /**
   * @param complete - False when a place could not be read: then nobody knows what is missing.
   * @throws ConfigurationError with every problem, in the given order of parameters.
   */
  throwIfAny(rank: (parameter: string) => number, complete: boolean): void {
    const faulty = new Set(this.problems.map(({ parameter }) => findParameter(parameter)));
    const missing = this.#missing.filter(({ parameter }) => complete && !faulty.has(findParameter(parameter)));
    const problems = [...this.problems, ...missing];
    if (problems.length > 0) {
      throw new ConfigurationError(problems.sort((a, b) => rank(a.parameter) - rank(b.parameter)));
    }
  }
}
