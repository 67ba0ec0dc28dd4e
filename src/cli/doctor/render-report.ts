import { type Paint, painter, type Terminal } from '../terminal.js';
import type { StepResult, StepStatus } from './report.js';
import type { Phase } from './steps.js';

const PHASES: Readonly<Record<Phase, string>> = {
  here: 'On this machine',
  way: 'On the way to the server',
  session: 'In a session',
};

const MARKS = {
  ok: ['green', '✓'],
  warning: ['yellow', '!'],
  failed: ['red', '✗'],
  skipped: ['dim', '-'],
} as const satisfies Readonly<Record<StepStatus, readonly [string, string]>>;

/** As wide as the longest title and a space. */
const TITLE_WIDTH = 14;
/** Mark and title with what is around them. */
const INDENT = ' '.repeat(TITLE_WIDTH + 4);
/** Narrower than that, text would be broken into single words. */
const NARROWEST = 20;

/** The first line. */
export function renderHeading(subject: string, { stdout, env }: Terminal): string {
  return `${painter(stdout, env)('bold', `Looking at ${subject}`)}\n`;
}

/**
 * One step, under the heading of its phase when it is the first of it. Steps that wait for another one to be mended say
 * nothing; the summary names them.
 *
 * @param shown - the step that was shown before it
 */
export function renderStep(step: StepResult, shown: StepResult | undefined, { stdout, env }: Terminal): string {
  if (step.because !== undefined) {
    return '';
  }
  const paint = painter(stdout, env);
  const heading = step.phase === shown?.phase ? '' : `\n${paint('bold', PHASES[step.phase])}\n`;
  const [colour, mark] = MARKS[step.status];
  const title = step.title.padEnd(TITLE_WIDTH);
  // Where nobody looks a program may: one sentence, one line.
  const width = stdout.isTTY === true ? Math.max((stdout.columns ?? 80) - INDENT.length, NARROWEST) : Infinity;
  const lines = [...step.found.flatMap((text) => wrap(text, width)), ...remediesOf(step, width, paint)];
  const [first = '', ...others] = lines;
  const time = step.ms >= 1 && step.phase !== 'here' ? paint('dim', `  ${step.ms} ms`) : '';
  const shade = (text: string): string => (step.status === 'skipped' ? paint('dim', text) : text);
  return [
    `${heading}  ${paint(colour, mark)} ${shade(title)}${shade(first)}${time}\n`,
    ...others.map((line) => `${INDENT}${line}\n`),
  ].join('');
}

function remediesOf({ remedies }: StepResult, width: number, paint: Paint): readonly string[] {
  return remedies.flatMap((remedy) =>
    wrap(remedy, width - 2).map((line, at) => `${at === 0 ? paint('cyan', '→') : ' '} ${line}`),
  );
}

/** The last lines: what failed, in one look. */
export function renderSummary(steps: readonly StepResult[], { stdout, env }: Terminal): string {
  const paint = painter(stdout, env);
  const titles = (isMeant: (step: StepResult) => boolean): string =>
    steps
      .filter(isMeant)
      .map(({ title }) => title)
      .join(', ');
  const failed = titles(({ status }) => status === 'failed');
  const warned = titles(({ status }) => status === 'warning');
  const waiting = titles(({ because }) => because !== undefined);
  return [
    '',
    failed === '' ? paint('green', 'Nothing is wrong.') : paint('red', `Failed: ${failed}.`),
    ...(warned === '' ? [] : [paint('yellow', `To look at: ${warned}.`)]),
    ...(waiting === '' ? [] : [paint('dim', `Not looked at before that is mended: ${waiting}.`)]),
    '',
  ].join('\n');
}

function wrap(text: string, width: number): readonly string[] {
  return text.split('\n').flatMap((line) => wrapLine(line, width));
}

function wrapLine(line: string, width: number): readonly string[] {
  const lines: string[] = [];
  let current = '';
  for (const word of line.split(' ')) {
    if (current !== '' && current.length + 1 + word.length > width) {
      lines.push(current);
      current = word;
    } else {
      current = current === '' ? word : `${current} ${word}`;
    }
  }
  return [...lines, current];
}
