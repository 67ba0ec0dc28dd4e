import { listEntries } from '../config/connection-entry.js';
import { systemSources } from '../config/environment.js';
import { Findings } from '../config/findings.js';
import type { OptionLayer } from '../config/options.js';
import { findParameter, parameterOf } from '../config/parameters.js';
import { UsageError } from './exit-codes.js';

/** The options with which every command names its connection. */
export interface ConnectionChoice {
  readonly connection?: string;
  readonly connectionsFile?: string;
  /** `name=value`, each. */
  readonly option?: readonly string[];
}

/**
 * What was chosen on the command line as layers of options, each named after the option it came by.
 *
 * @throws UsageError when one is no `name=value`, or would show a secret to all users of the machine.
 */
export function connectionLayers(choice: ConnectionChoice): readonly OptionLayer[] {
  const options = Object.fromEntries((choice.option ?? []).map(readOption));
  const names = Object.keys(options);
  const standsAlone = names.length === 0 || names.some(namesServer);
  const connection = choice.connection ?? (standsAlone ? undefined : defaultName(choice));
  return [
    ...layer('--connection', 'connection_name', connection),
    ...layer('--connections-file', 'connections_file_path', choice.connectionsFile),
    // One layer: none of them is stronger than another.
    ...(names.length === 0 ? [] : [{ source: '--option', options }]),
  ];
}

/** An option that says where to connect stands for a whole connection; any other is laid over the default one. */
function namesServer(name: string): boolean {
  const servers: readonly unknown[] = ['account', 'host', 'server_url', 'local_testing'];
  return servers.includes(findParameter(name));
}

/** The name of the connection that is meant when none is named. */
export function defaultName({ connectionsFile: path }: ConnectionChoice): string {
  const file = path === undefined ? undefined : { value: path, source: '--connections-file' };
  return listEntries({ file, skipPermissions: false }, systemSources(), new Findings()).defaultName;
}

function layer(source: string, name: string, value: string | undefined): readonly OptionLayer[] {
  return value === undefined ? [] : [{ source, options: { [name]: value } }];
}

function readOption(written: string): readonly [string, string] {
  const [, name, value] = /^([^=\s]+)=(.*)$/s.exec(written) ?? [];
  if (name === undefined || value === undefined) {
    throw new UsageError('--option needs a name and a value, such as --option role=ANALYST.');
  }
  const parameter = findParameter(name);
  if (parameter !== undefined && parameterOf(parameter).secret === true) {
    throw new UsageError(
      `--option ${name}: other users of this machine can see the command line; put it into connections.toml.`,
    );
  }
  return [name, value];
}
