import { listEntries } from '../../config/connection-entry.js';
import { systemSources } from '../../config/environment.js';
import { Findings } from '../../config/findings.js';
import { resolveConnection } from '../../config/resolve.js';
import { ConfigurationError } from '../../errors.js';
import { usesLocalEngine } from '../uses-local-engine.js';

/** One connection, as far as it can be shown to anybody. */
export interface ListedConnection {
  readonly name: string;
  readonly isDefault: boolean;
  /** File with section and line, or the variable. */
  readonly source: string;
  readonly account?: string;
  readonly user?: string;
  readonly authenticator?: string;
  readonly host?: string;
  /** How many things keep it from being used. */
  readonly problems: number;
}

/** What `connections` prints, and with `--json` just so. */
export interface ConnectionList {
  readonly directory: string;
  readonly connections: readonly ListedConnection[];
  /** Why a file could not be read. */
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
}

/** Lists the connections of the files that a session would look at. */
export function listConnections(file: string | undefined): ConnectionList {
  const findings = new Findings();
  const request = {
    file: file === undefined ? undefined : { value: file, source: '--connections-file' },
    skipPermissions: false,
  };
  const { directory, defaultName, entries } = listEntries(request, systemSources(), findings);
  return {
    directory,
    connections: entries.map(({ name, source }) => ({
      name,
      isDefault: name === defaultName,
      source,
      ...describeConnection(name, file),
    })),
    problems: findings.problems.map(({ source, message }) => `${source}: ${message}`),
    // A note names parameter and source itself; the parameter says nothing here.
    warnings: findings.notes.map(({ parameter, message }) => message.slice(parameter.length + 1)),
  };
}

/** What a session would make of it. Of one that cannot be used nothing is shown: nobody knows what stands in it. */
function describeConnection(
  name: string,
  file: string | undefined,
): Omit<ListedConnection, 'name' | 'isDefault' | 'source'> {
  const options = { connection_name: name, ...(file === undefined ? {} : { connections_file_path: file }) };
  try {
    const settings = resolveConnection([{ source: 'connections', options }], systemSources());
    if (usesLocalEngine(settings)) {
      return { authenticator: 'local engine', problems: 0 };
    }
    const { endpoint, authenticator, values } = settings;
    const { user } = values;
    return {
      account: endpoint.account,
      host: endpoint.host,
      authenticator,
      ...(user === undefined ? {} : { user }),
      problems: 0,
    };
  } catch (error) {
    if (error instanceof ConfigurationError) {
      return { problems: error.problems.length };
    }
    throw error;
  }
}
