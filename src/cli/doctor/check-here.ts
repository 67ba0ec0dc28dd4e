import { parseToml } from '../../config/connections-file.js';
import { systemSources } from '../../config/environment.js';
import { checkPermissions } from '../../config/file-permissions.js';
import type { OptionLayer } from '../../config/options.js';
import { findParameter } from '../../config/parameters.js';
import { resolveConnection } from '../../config/resolve.js';
import type { ConnectionSettings } from '../../config/settings.js';
import { ConfigurationError, type ConfigurationProblem } from '../../errors.js';
import { type LookedAt, type RecordingSources, recordingSources } from './recording-sources.js';
import { type Report, StepFailure, type StepNotes } from './report.js';

/** What is known before any network, and why there may be no settings. */
interface Resolution {
  readonly settings: ConnectionSettings | undefined;
  readonly problems: readonly ConfigurationProblem[];
  readonly sources: RecordingSources;
}

/** What the checks of files and parameters are told. */
export interface HereOptions {
  /** What is looked for, to be told: `connection "dev"`. */
  readonly subject: string;
  readonly verbose: boolean;
}

/** Checks files and parameters. Gives the settings when nothing is wrong with them. */
export async function checkHere(
  report: Report,
  layers: readonly OptionLayer[],
  { subject, verbose }: HereOptions,
): Promise<ConnectionSettings | undefined> {
  const resolution = resolve(layers);
  const { settings, problems, sources } = resolution;
  const ofDocuments = problems.filter((problem) => isAboutDocument(problem, sources));
  const ofFiles = problems.filter(
    (problem) => fileOf(problem, sources) !== undefined && !ofDocuments.includes(problem),
  );
  const rest = problems.filter((problem) => !ofDocuments.includes(problem) && !ofFiles.includes(problem));
  const ofLookup = rest.filter(isAboutLookup);
  const ofParameters = rest.filter((problem) => !ofLookup.includes(problem));

  await report.run('files', (notes) => checkFiles(notes, resolution, ofFiles));
  const documents = documentsOf(sources);
  if (documents.length === 0) {
    report.skip('toml', 'no file with connections was read');
  } else {
    await report.run('toml', (notes) => checkDocuments(notes, documents));
  }
  // Of an entry that could not be read nobody knows what stands in it.
  const unread = ofDocuments.length > 0 ? 'toml' : ofFiles.some(isAboutLookup) ? 'files' : undefined;
  if (unread !== undefined) {
    report.block('connection', unread);
  } else {
    await report.run('connection', (notes) => checkLookup(notes, ofLookup, subject));
  }
  if (settings === undefined && ofParameters.length === 0 && ofFiles.length > 0 && unread === undefined) {
    report.block('parameters', 'files');
  } else {
    await report.run('parameters', (notes) => {
      if (ofParameters.length > 0) {
        throw new StepFailure(ofParameters.map(describe), PARAMETER_REMEDY);
      }
      tellParameters(notes, settings, sources, verbose);
    });
  }
  return settings;
}

function resolve(layers: readonly OptionLayer[]): Resolution {
  const sources = recordingSources(systemSources());
  try {
    return { settings: resolveConnection(layers, sources), problems: [], sources };
  } catch (error) {
    if (error instanceof ConfigurationError) {
      return { settings: undefined, problems: error.problems, sources };
    }
    throw error;
  }
}

function checkFiles(notes: StepNotes, { settings, sources }: Resolution, problems: Resolution['problems']): void {
  for (const file of sources.lookedAt()) {
    notes.found(describeFile(file));
  }
  for (const note of settings?.notes ?? []) {
    const path = fileOf(note, sources);
    if (path !== undefined) {
      notes.warn(withoutRemedy(note.message, path, sources), remedyOf(path, sources));
    }
  }
  const [first] = problems;
  if (first !== undefined) {
    const paths = problems.map((problem) => fileOf(problem, sources) ?? '');
    const [remedy = '', ...others] = new Set(paths.map((path) => remedyOf(path, sources)));
    throw new StepFailure(
      problems.map((problem, at) => withoutRemedy(describe(problem), paths[at] ?? '', sources)),
      remedy,
      ...others,
    );
  }
}

function describeFile({ path, status }: LookedAt): string {
  if (status === undefined) {
    return `${path}: not there`;
  }
  const kind = status.kind === 'directory' ? 'directory, mode' : 'mode';
  return `${path}: ${kind} ${status.mode.toString(8).padStart(3, '0')}`;
}

function remedyOf(path: string, sources: RecordingSources): string {
  return (
    checkPermissions(path, sources, false).remedy ??
    'Correct the path, or put the file there and let this user read it.'
  );
}

/** What to do is told apart from what is wrong. */
function withoutRemedy(text: string, path: string, sources: RecordingSources): string {
  const remedy = remedyOf(path, sources);
  return text.endsWith(remedy) ? text.slice(0, -remedy.length).trimEnd() : text;
}

const VARIABLE = 'SNOWFLAKE_CONNECTIONS';

function documentsOf(sources: RecordingSources): readonly { readonly name: string; readonly text: string }[] {
  const variable = sources.env[VARIABLE] ?? '';
  const files = sources.lookedAt().flatMap(({ path, text }) => (text === undefined ? [] : [{ name: path, text }]));
  return variable === '' ? files : [{ name: VARIABLE, text: variable }, ...files];
}

function checkDocuments(notes: StepNotes, documents: ReturnType<typeof documentsOf>): void {
  const problems = documents.flatMap(({ name, text }) => {
    const parsed = parseToml(text, name);
    notes.found(`${name}: ${'document' in parsed ? 'valid' : 'not valid'}`);
    return 'problem' in parsed ? [`${name} ${parsed.problem}`] : [];
  });
  if (problems.length > 0) {
    throw new StepFailure(problems, 'Correct that line: text stands in quotes, and each section in [brackets] once.');
  }
}

function isAboutDocument({ source }: ConfigurationProblem, sources: RecordingSources): boolean {
  return documentsOf(sources).some(({ name, text }) => name === source && 'problem' in parseToml(text, name));
}

/** The file that a problem is about; undefined when it is about something else. */
function fileOf({ source, message }: ConfigurationProblem, sources: RecordingSources): string | undefined {
  return sources
    .lookedAt()
    .map(({ path }) => path)
    .find((path) => source === path || message.includes(`the file ${path} `));
}

const PARAMETER_REMEDY = 'Correct it at the place named; the guide to connection parameters describes each of them.';

function checkLookup(notes: StepNotes, problems: Resolution['problems'], subject: string): void {
  if (problems.length > 0) {
    const remedy = 'Name one that "snowpark-session connections" lists, with -c; or write it into connections.toml.';
    throw new StepFailure(problems.map(describe), remedy);
  }
  notes.found(subject);
}

function isAboutLookup({ parameter }: ConfigurationProblem): boolean {
  const name = findParameter(parameter);
  return name === 'connection_name' || name === 'connections_file_path';
}

function describe({ parameter, source, message }: ConfigurationProblem): string {
  return `${parameter} (${source}): ${message}`;
}

function tellParameters(
  notes: StepNotes,
  settings: ConnectionSettings | undefined,
  sources: RecordingSources,
  verbose: boolean,
): void {
  for (const { parameter, value, source } of settings?.explain() ?? []) {
    if (verbose || source !== 'default') {
      notes.found(`${parameter} = ${value} (${source})`);
    }
  }
  for (const note of settings?.notes ?? []) {
    if (fileOf(note, sources) === undefined) {
      if (note.level === 'warn') {
        notes.warn(note.message, 'Correct or remove it where it stands.');
      } else {
        notes.found(note.message);
      }
    }
  }
}
