import { isMapping, quote } from './coerce.js';
import { configDirectory, expandHome, joinPath } from './config-directory.js';
import { parseToml, type TomlDocument } from './connections-file.js';
import type { ConfigurationSources } from './environment.js';
import { checkPermissions } from './file-permissions.js';
import type { Findings } from './findings.js';
import { suggest } from './suggest.js';

/** What the calls say about which entry is wanted. */
export interface EntryRequest {
  /** The entry's name and the call that gave it; undefined asks for the default entry. */
  readonly name: { readonly value: string; readonly source: string } | undefined;
  /** A file to read in place of `connections.toml`. */
  readonly file: { readonly value: string; readonly source: string } | undefined;
  readonly skipPermissions: boolean;
}

/** One named set of options out of a file or a variable. */
export interface ConnectionEntry {
  readonly options: Readonly<Record<string, unknown>>;
  /** Where a key stands: file, section and line. */
  readonly sourceOf: (path: readonly string[]) => string;
}

/** What an entry may name as its type; no option of a connection, but of Streamlit's file. */
const OUR_TYPE = 'snowflake';

const CONNECTIONS_VARIABLE = 'SNOWFLAKE_CONNECTIONS';
const NAME_VARIABLE = 'SNOWFLAKE_DEFAULT_CONNECTION_NAME';

/**
 * Finds the entry that is asked for; undefined when there is none, with the reason among the findings.
 *
 * Connections come from the first of these that exists, whole, and the others are not looked at:
 * 1. the variable `SNOWFLAKE_CONNECTIONS`, a TOML document
 * 2. the file of `connections_file_path`, or `connections.toml` unless it is empty
 * 3. the table `connections` of `config.toml`
 *
 * The default name is the first of: `SNOWFLAKE_DEFAULT_CONNECTION_NAME`, `default_connection_name` of `config.toml`,
 * `default`.
 */
export function findEntry(
  request: EntryRequest,
  sources: ConfigurationSources,
  findings: Findings,
): ConnectionEntry | undefined {
  return new EntryReader(request, sources, findings).find();
}

/** Every entry there is, and the name of the default one. */
export interface EntryListing {
  /** The directory that was looked in. */
  readonly directory: string;
  readonly defaultName: string;
  readonly entries: readonly { readonly name: string; readonly source: string }[];
}

/** Lists what {@link findEntry} chooses from; what stands in the way of that is among the findings. */
export function listEntries(
  request: Omit<EntryRequest, 'name'>,
  sources: ConfigurationSources,
  findings: Findings,
): EntryListing {
  return new EntryReader({ ...request, name: undefined }, sources, findings).list();
}

/** The connections of one document. */
interface Connections {
  readonly document: TomlDocument;
  /** Path of the table that holds the entries. */
  readonly path: readonly string[];
  readonly entries: Readonly<Record<string, unknown>>;
}

class EntryReader {
  readonly #request: EntryRequest;
  readonly #sources: ConfigurationSources;
  readonly #findings: Findings;
  readonly #directory: string;

  constructor(request: EntryRequest, sources: ConfigurationSources, findings: Findings) {
    this.#request = request;
    this.#sources = sources;
    this.#findings = findings;
    this.#directory = configDirectory(sources);
  }

  find(): ConnectionEntry | undefined {
    const before = this.#findings.problems.length;
    const connections = this.#connections();
    const wanted = this.#request.name ?? this.#defaultName();
    // A file that could not be read has said so already, and says more than a missing name would.
    if (wanted === undefined || this.#findings.problems.length > before) {
      return undefined;
    }
    const options = ownValue(connections?.entries, wanted.value);
    if (connections === undefined || !isMapping(options)) {
      this.#reportMissing(wanted, connections);
      return undefined;
    }
    const section = [...connections.path, wanted.value];
    const { document } = connections;
    const sourceOf = (path: readonly string[]): string => describePlace(document, section, path);
    return this.#isForSnowflake(options, sourceOf) ? { options: withoutType(options), sourceOf } : undefined;
  }

  /** Streamlit's entries say of what type they are. */
  #isForSnowflake({ type }: Readonly<Record<string, unknown>>, sourceOf: ConnectionEntry['sourceOf']): boolean {
    if (type === undefined || (typeof type === 'string' && type.toLowerCase() === OUR_TYPE)) {
      return true;
    }
    const said = typeof type === 'string' ? quote(type) : 'no text';
    const advice = `For a type of your own, call connection() with "type"; otherwise write ${quote(OUR_TYPE)}.`;
    this.#findings.problem('type', sourceOf(['type']), `is ${said}, but this connects to Snowflake. ${advice}`);
    return false;
  }

  list(): EntryListing {
    const connections = this.#connections();
    const entries = namesOf(connections).map((name) => ({
      name,
      source: connections === undefined ? '' : describePlace(connections.document, [...connections.path, name], []),
    }));
    return { directory: this.#directory, defaultName: this.#defaultName()?.value ?? 'default', entries };
  }

  #connections(): Connections | undefined {
    const text = this.#sources.env[CONNECTIONS_VARIABLE];
    if (text !== undefined && text !== '') {
      this.#noteUnusedFile();
      const document = this.#parse(text, CONNECTIONS_VARIABLE);
      return document && { document, path: [], entries: document.table };
    }
    return this.#connectionsFile() ?? this.#configFile();
  }

  #noteUnusedFile(): void {
    const { file } = this.#request;
    if (file !== undefined) {
      const message = `is not used, because the variable ${CONNECTIONS_VARIABLE} takes the place of files.`;
      this.#findings.note('connections_file_path', file.source, message);
    }
  }

  #connectionsFile(): Connections | undefined {
    const { file } = this.#request;
    const path =
      file === undefined
        ? joinPath(this.#sources, this.#directory, 'connections.toml')
        : expandHome(file.value, this.#sources);
    const document = this.#read(path);
    if (document === undefined && file !== undefined && this.#findings.problems.length === 0) {
      this.#findings.problem('connections_file_path', file.source, `there is no file ${path}.`);
    }
    const isEmpty = document !== undefined && Object.keys(document.table).length === 0;
    // An empty connections.toml is as good as none.
    return document && !(isEmpty && file === undefined) ? { document, path: [], entries: document.table } : undefined;
  }

  #configFile(): Connections | undefined {
    const document = this.#findings.problems.length === 0 ? this.#read(this.#configPath()) : undefined;
    const entries = ownValue(document?.table, 'connections');
    return document && isMapping(entries) ? { document, path: ['connections'], entries } : undefined;
  }

  #defaultName(): EntryRequest['name'] {
    const fromVariable = this.#sources.env[NAME_VARIABLE];
    if (fromVariable !== undefined && fromVariable !== '') {
      return { value: fromVariable, source: NAME_VARIABLE };
    }
    const document = this.#read(this.#configPath());
    const fromFile = ownValue(document?.table, 'default_connection_name');
    if (document !== undefined && typeof fromFile === 'string' && fromFile !== '') {
      return { value: fromFile, source: describePlace(document, [], ['default_connection_name']) };
    }
    return { value: 'default', source: 'default' };
  }

  #configPath(): string {
    return joinPath(this.#sources, this.#directory, 'config.toml');
  }

  #read(path: string): TomlDocument | undefined {
    let text: string | undefined;
    try {
      text = this.#sources.readFile(path);
    } catch (error) {
      this.#findings.problem('connection_name', path, `the file cannot be read: ${describeReadError(error)}`);
      return undefined;
    }
    return text === undefined ? undefined : this.#judge(text, path);
  }

  #judge(text: string, path: string): TomlDocument | undefined {
    const { problem, note } = checkPermissions(path, this.#sources, this.#request.skipPermissions);
    if (problem !== undefined) {
      this.#findings.problem('connection_name', path, `the file ${problem}`);
      return undefined;
    }
    if (note !== undefined) {
      this.#findings.warning('connection_name', path, `the file ${note}`);
    }
    return this.#parse(text, path);
  }

  #parse(text: string, file: string): TomlDocument | undefined {
    const parsed = parseToml(text, file);
    if ('document' in parsed) {
      return parsed.document;
    }
    this.#findings.problem('connection_name', file, parsed.problem);
    return undefined;
  }

  #reportMissing(
    wanted: { readonly value: string; readonly source: string },
    connections: Connections | undefined,
  ): void {
    const names = namesOf(connections);
    const place =
      connections === undefined
        ? `no file with connections stands in ${this.#directory}`
        : knownNames(connections, names);
    const message = `there is no connection ${quote(wanted.value)}: ${place}.${suggest(wanted.value, names)}`;
    const source =
      this.#request.name === undefined ? 'no option was given, so the default connection is used' : wanted.source;
    this.#findings.problem('connection_name', source, message);
  }
}

function withoutType({
  type: _type,
  ...options
}: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return options;
}

function namesOf(connections: Connections | undefined): readonly string[] {
  return Object.entries(connections?.entries ?? {}).flatMap(([name, entry]) => (isMapping(entry) ? [name] : []));
}

function knownNames({ document, path }: Connections, names: readonly string[]): string {
  const table = path.length === 0 ? '' : ` [${path.join('.')}]`;
  return names.length === 0
    ? `${document.file}${table} has none`
    : `${document.file}${table} has ${names.map((name) => quote(name)).join(', ')}`;
}

function describePlace(document: TomlDocument, section: readonly string[], path: readonly string[]): string {
  // A value inside an inline table stands on the line of the key that holds the table.
  const line = document.lineOf([...section, ...path]) ?? document.lineOf([...section, ...path.slice(0, 1)]);
  const table = section.length === 0 ? '' : ` [${section.join('.')}]`;
  return `${document.file}${table}${line === undefined ? '' : ` line ${line}`}`;
}

function ownValue(table: Readonly<Record<string, unknown>> | undefined, key: string): unknown {
  return table !== undefined && Object.hasOwn(table, key) ? table[key] : undefined;
}

function describeReadError(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
  return code === 'EACCES' ? 'its permissions do not let this user read it.' : `${code ?? 'unknown reason'}.`;
}
