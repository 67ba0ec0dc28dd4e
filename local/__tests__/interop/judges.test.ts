import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { LocalSnowflake } from 'snowpark-session-local';

interface Step {
  readonly sql: string;
  readonly rows?: readonly unknown[];
  readonly names?: readonly string[];
  readonly errno?: number;
  readonly sqlstate?: string;
}

const steps: readonly Step[] = JSON.parse(readFileSync(new URL('../fixtures/interop.json', import.meta.url), 'utf8'));
const SCRIPT = fileURLToPath(new URL('script.py', import.meta.url));
/** Name another interpreter when the connector lives in an environment of its own. */
const PYTHON = process.env['SNOWFLAKE_CONNECTOR_PYTHON'] ?? 'python3';
/** The program that judge.go says how to build. */
const GO_JUDGE = process.env['GOSNOWFLAKE_JUDGE'];

interface Judge {
  readonly name: string;
  readonly command: readonly string[];
  /** Why it cannot judge here; undefined when it can. */
  readonly missing: string | undefined;
  /** Values this driver alone reads otherwise, from the same answer. */
  readonly own: Readonly<Record<string, string>>;
}

const judges: readonly Judge[] = [
  {
    name: "Python's connector",
    command: [PYTHON, '-W', 'ignore', SCRIPT],
    missing:
      spawnSync(PYTHON, ['-c', 'import snowflake.connector'], { stdio: 'ignore' }).status === 0
        ? undefined
        : `${PYTHON} has no snowflake-connector-python`,
    own: {},
  },
  {
    name: 'gosnowflake',
    command: [GO_JUDGE ?? ''],
    // It reads the seconds and their fraction apart, and so loses the sign of `-0.5`.
    own: { 'datetime 1969-12-31T23:59:59.500000': 'datetime 1970-01-01T00:00:00.500000' },
    missing: GO_JUDGE === undefined ? 'GOSNOWFLAKE_JUDGE names no program built from judge.go' : undefined,
  },
];

for (const { name, command, missing, own } of judges) {
  const judge = missing === undefined ? test : test.skip;
  judge(
    `${name} reads every value and error alike${missing === undefined ? '' : ` (skipped: ${missing})`}`,
    async () => {
      await using engine = await LocalSnowflake.start();
      const answers = await runScript(
        command,
        engine,
        steps.map(({ sql }) => sql),
      );
      const read: readonly Step[] = JSON.parse(JSON.stringify(steps), (_key, value: unknown) =>
        typeof value === 'string' ? (own[value] ?? value) : value,
      );
      read.forEach(({ sql, ...expected }, at) => {
        expect({ sql, ...answers[at] }).toEqual({
          sql,
          ...('rows' in expected ? withNames(expected, answers[at]) : expected),
        });
      });
      expect(answers.length).toBe(steps.length);
    },
  );
}

type Answer = Omit<Step, 'sql'>;

function withNames(expected: Answer, answer: Answer | undefined): Answer {
  return answer?.names === undefined ? expected : { names: answer.names, ...expected };
}

async function runScript(
  [program = '', ...args]: readonly string[],
  engine: LocalSnowflake,
  statements: readonly string[],
): Promise<readonly Answer[]> {
  // A driver must not look for a config file of whoever runs the tests.
  const child = spawn(program, [...args, JSON.stringify(engine.connectionOptions)], {
    env: { ...process.env, SNOWFLAKE_HOME: '/nonexistent' },
  });
  child.stdin.end(JSON.stringify(statements));
  const [output, errors] = await Promise.all([readAll(child.stdout), readAll(child.stderr)]);
  const answers: Answer[] = output
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
  if (answers.length < statements.length) {
    throw new Error(`the script stopped after ${answers.length} statements: ${errors.slice(-2000)}`);
  }
  return answers;
}

async function readAll(stream: NodeJS.ReadableStream): Promise<string> {
  let text = '';
  for await (const piece of stream) {
    text += piece.toString();
  }
  return text;
}
