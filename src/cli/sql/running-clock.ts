import type { ProgressLine } from '../terminal.js';

/** Redraws a progress line every second with what is going on and since when. */
export class RunningClock {
  readonly #line: ProgressLine;
  #started = performance.now();
  #what = '';
  #note: () => string = () => '';
  #timer: NodeJS.Timeout | undefined;

  constructor(line: ProgressLine) {
    this.#line = line;
  }

  /** Since the last {@link RunningClock.start}. */
  get elapsedMs(): number {
    return Math.round(performance.now() - this.#started);
  }

  start(what: string): void {
    this.#what = what;
    this.#note = () => '';
    this.#started = performance.now();
    this.#timer ??= setInterval(() => this.#draw(), 1_000).unref();
    this.#draw();
  }

  /** Says more about what is going on. Asked each second: rows come faster than anybody reads. */
  note(describe: () => string): void {
    this.#note = () => ` · ${describe()}`;
  }

  /** Takes the line away until the next second. */
  hide(): void {
    this.#line.clear();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#line.clear();
  }

  #draw(): void {
    this.#line.show(`${this.#what} · ${Math.round(this.elapsedMs / 1000)} s${this.#note()}`);
  }
}
