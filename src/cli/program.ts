import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';

import { EXIT, StopRequest, UsageError } from './exit-codes.js';
import { ownVersion } from './package-version.js';
import { printError } from './print-error.js';
import type { Terminal } from './terminal.js';

const EXIT_CODES = `
Exit codes: 0 all went well; 1 a check or statement failed; 2 called wrongly; 130 stopped by Ctrl-C.`;

/**
 * Runs one command line, without the name of the program.
 *
 * @returns the exit code; see `EXIT`. Never throws.
 */
export async function runProgram(argv: readonly string[], terminal: Terminal): Promise<number> {
  let exitCode: number = EXIT.ok;
  const program = makeProgram(terminal, async (command) => {
    exitCode = await command();
  });
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return exitCode;
  } catch (error) {
    return exitCodeOf(error, terminal);
  }
}

function exitCodeOf(error: unknown, terminal: Terminal): number {
  if (error instanceof CommanderError) {
    // It has said itself what is wrong, or shown the help that was asked for.
    return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  }
  const reason: unknown = terminal.stop.reason;
  if (reason instanceof StopRequest) {
    return reason.exitCode;
  }
  printError(error, terminal);
  return error instanceof UsageError ? EXIT.usage : EXIT.failed;
}

/** Runs a command's work, whose result is its exit code. */
type Run = (command: () => Promise<number>) => Promise<void>;

function makeProgram(terminal: Terminal, run: Run): Command {
  const program = new Command('snowpark-session')
    .description('Finds out why a connection fails, lists connections, runs SQL, and starts a local engine.')
    .version(ownVersion(), '-V, --version', 'print the version')
    .exitOverride()
    .showHelpAfterError('(--help shows what there is)')
    .addHelpText('after', EXIT_CODES)
    .configureOutput({
      writeOut: (text) => terminal.stdout.write(text),
      writeErr: (text) => terminal.stderr.write(text),
      getOutHelpWidth: () => terminal.stdout.columns ?? 100,
      getErrHelpWidth: () => terminal.stderr.columns ?? 100,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    });
  addDoctor(program, terminal, run);
  addConnections(program, terminal, run);
  addSql(program, terminal, run);
  addLocal(program, terminal, run);
  return program;
}

function addDoctor(program: Command, terminal: Terminal, run: Run): void {
  withConnection(program.command('doctor'))
    .description('check a connection step by step, and say what to do about what fails')
    .option('--offline', 'only look at this machine: files, parameters, key, token')
    .option('--timeout <seconds>', 'longest time for all of it', positiveNumber, 60)
    .option('-v, --verbose', 'show the parameters that have their default too')
    .option('--json', 'print the report as JSON')
    .action((options) =>
      run(async () => (await import('./doctor/doctor-command.js')).runDoctorCommand(options, terminal)),
    );
}

function addConnections(program: Command, terminal: Terminal, run: Run): void {
  program
    .command('connections')
    .description('list the connections of connections.toml and config.toml; the default one has a *')
    .option('--connections-file <path>', 'a file to read in place of connections.toml')
    .option('--json', 'print the list as JSON')
    .action((options) =>
      run(async () => (await import('./connections/connections-command.js')).runConnections(options, terminal)),
    );
}

function addSql(program: Command, terminal: Terminal, run: Run): void {
  withConnection(program.command('sql'))
    .description('run one statement, and print its rows')
    .argument('[statement]', 'the SQL text; - reads it from standard input')
    .option('-f, --file <path>', 'read the statement from a file')
    .addOption(
      new Option('--format <format>', 'how rows are printed')
        .choices(['table', 'json', 'ndjson', 'csv'])
        .default('table'),
    )
    .option('-b, --bind <value>', 'text for the next ? of the statement; may be repeated', collect)
    .option('-n, --max-rows <number>', 'print no more rows than this (table: 1000 unless given)', wholeNumber)
    .option('--max-width <number>', 'widest a column of a table may be, in characters', wholeNumber, 50)
    .option('--timeout <seconds>', 'cancel the statement after this time', positiveNumber)
    .option('-v, --verbose', 'tell the query id and the time on standard error')
    .action((statement: string | undefined, options) =>
      run(async () => (await import('./sql/sql-command.js')).runSql({ ...options, statement }, terminal)),
    );
}

function addLocal(program: Command, terminal: Terminal, run: Run): void {
  program
    .command('local')
    .description('start a local engine for any Snowflake client, until Ctrl-C; its random password is printed')
    .option('-p, --port <number>', 'port on 127.0.0.1; 0 takes a free one', wholeNumber, 0)
    .option('-d, --database-dir <path>', 'keep the databases in this directory')
    .option('--tls', 'speak HTTPS, with a certificate made for this run')
    .option('--sql <file>', 'run a file of statements first; may be repeated', collect)
    .option('--json', 'print the connection options as JSON')
    .action((options) => run(async () => (await import('./local/local-command.js')).runLocal(options, terminal)));
}

function withConnection(command: Command): Command {
  return command
    .option('-c, --connection <name>', 'entry of connections.toml; the default connection unless given')
    .option('--connections-file <path>', 'a file to read in place of connections.toml')
    .option('-o, --option <name=value>', 'a connection option that wins over the file; may be repeated', collect);
}

function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

function positiveNumber(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value < 1_000_000)) {
    throw new InvalidArgumentError('It must be a number of seconds above 0.');
  }
  return value;
}

function wholeNumber(text: string): number {
  if (!/^\d{1,15}$/.test(text)) {
    throw new InvalidArgumentError('It must be a whole number.');
  }
  return Number(text);
}
