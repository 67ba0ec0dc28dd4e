import { EXIT } from '../exit-codes.js';
import { painter, printable, type Terminal, write } from '../terminal.js';
import { alignColumns } from './align-columns.js';
import { type ConnectionList, listConnections } from './list-connections.js';

/** What `connections` takes. */
export interface ConnectionsOptions {
  readonly connectionsFile?: string;
  readonly json?: boolean;
}

/** `connections`: fails when a file cannot be read, or an entry could not be used. */
export async function runConnections(options: ConnectionsOptions, terminal: Terminal): Promise<number> {
  const list = listConnections(options.connectionsFile);
  const text = options.json === true ? `${JSON.stringify(list, undefined, 2)}\n` : toTable(list);
  await write(terminal.stdout, text, terminal.stop);
  if (options.json !== true) {
    await write(terminal.stderr, toRemarks(list, terminal), terminal.stop);
  }
  return list.problems.length === 0 ? EXIT.ok : EXIT.failed;
}

const HEADER = ['', 'NAME', 'ACCOUNT', 'USER', 'AUTHENTICATOR', 'SOURCE'];

function toTable({ connections }: ConnectionList): string {
  const rows = connections.map(({ name, isDefault, account, user, authenticator, source, problems }) => [
    isDefault ? '*' : '',
    name,
    ...(problems === 0 ? [account ?? '-', user ?? '-', authenticator ?? '-'] : [plural(problems), '-', '-']),
    source,
  ]);
  return rows.length === 0 ? '' : printable(alignColumns([HEADER, ...rows]));
}

function plural(problems: number): string {
  return problems === 1 ? '1 problem' : `${problems} problems`;
}

function toRemarks({ directory, connections, problems, warnings }: ConnectionList, terminal: Terminal): string {
  const paint = painter(terminal.stderr, terminal.env);
  const faulty = connections.find((connection) => connection.problems > 0);
  return [
    ...problems.map((problem) => `${paint('red', 'error:')} ${problem}\n`),
    ...warnings.map((warning) => `${paint('yellow', 'warning:')} ${warning}\n`),
    ...(faulty === undefined ? [] : [`See what is wrong: snowpark-session doctor --offline -c ${faulty.name}\n`]),
    ...(connections.length === 0 && problems.length === 0
      ? [`There are no connections: ${directory} has no connections.toml, and no config.toml with connections.\n`]
      : []),
  ].join('');
}
