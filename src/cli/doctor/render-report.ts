import { type Output, type Paint, painter, printable, type Terminal } from '../terminal.js';
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
/** On a terminal that is narrower the title has a line of its own. */
const NARROW = 64;
const NARROW_INDENT = ' '.repeat(4);

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
  const columns = widthOf(stdout);
  const indent = columns < NARROW ? NARROW_INDENT : INDENT;
  const lines = [
    ...step.found.flatMap((text) => wrap(text, columns - indent.length)),
    ...remediesOf(step, columns - indent.length, paint),
  ];
  const [first = '', ...others] = columns < NARROW ? ['', ...lines] : lines;
  const time = step.ms >= 1 && step.phase !== 'here' ? paint('dim', `  ${step.ms} ms`) : '';
  const shade = (text: string): string => (step.status === 'skipped' ? paint('dim', text) : text);
  return [
    `${heading}  ${paint(colour, mark)} ${shade(first === '' ? step.title : step.title.padEnd(TITLE_WIDTH))}${shade(first)}${time}\n`,
    ...others.map((line) => `${indent}${line}\n`),
  ].join('');
}

/** Where nobody looks a program may: one sentence, one line. */
function widthOf({ isTTY, columns = 80 }: Output): number {
  return isTTY === true ? columns : Infinity;
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
  const width = widthOf(stdout);
  const failed = titles(({ status }) => status === 'failed');
  const warned = titles(({ status }) => status === 'warning');
  const waiting = titles(({ because }) => because !== undefined);
  const inLines = (colour: 'dim' | 'green' | 'red' | 'yellow', text: string): readonly string[] =>
    wrap(text, width).map((line) => paint(colour, line));
  return [
    '',
    ...(failed === '' ? inLines('green', 'Nothing is wrong.') : inLines('red', `Failed: ${failed}.`)),
    ...(warned === '' ? [] : inLines('yellow', `To look at: ${warned}.`)),
    ...(waiting === '' ? [] : inLines('dim', `Not looked at before that is mended: ${waiting}.`)),
    '',
  ].join('\n');
}

function wrap(text: string, width: number): readonly string[] {
  return printable(text)
    .split('\n')
    .flatMap((line) => wrapLine(line, width));
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
