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

  problem(parameter: string, source: string, message: string): void {
    this.problems.push({ parameter, source, message });
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
   * @throws ConfigurationError with every problem, in the given order of parameters.
   */
  throwIfAny(rank: (parameter: string) => number): void {
    if (this.problems.length > 0) {
      throw new ConfigurationError([...this.problems].sort((a, b) => rank(a.parameter) - rank(b.parameter)));
    }
  }
}
