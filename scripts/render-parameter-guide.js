/**
 * The guide page about connection parameters, made from the parameter table.
 *
 * @import { Parameter } from '../src/config/parameters.js'
 */

/** @typedef {Readonly<Record<string, Readonly<Record<string, Parameter>>>>} Topics */

/** @type {Readonly<Record<string, string>>} */
const TITLES = {
  lookup: 'Where options come from',
  server: 'Server',
  credentials: 'User and credentials',
  oauth: 'OAuth',
  workloadIdentity: 'Workload identity',
  browser: 'Signing in at a browser',
  session: 'Session',
  timeouts: 'Times and retries',
  network: 'Proxy and TLS',
  revocation: 'Revoked certificates',
  results: 'Statements and results',
  client: 'Client',
  diagnostics: 'Logs, traces and metrics',
};

const HEAD = `---
title: Connection parameters
group: First steps
---

# Connection parameters

<!-- Made by scripts/generate-parameters.js from the parameter table. Do not edit. -->

Every option may be written in snake_case, as Snowflake's Python connector has it, or in camelCase, as its Node driver
has it, in any letter case, under its name or one of its other names. An option that is not known is an error, unless it
is one of Snowflake's session parameters, such as \`TIMEZONE\`: those are set after login.

An option is taken from the first of these places that gives it:

1. the calls \`config(…)\` and \`configs({…})\`, the later before the earlier
2. the entry that \`connection_name\` names; without any option at all, the default entry
3. inside Snowflake's container service, its variables \`SNOWFLAKE_ACCOUNT\`, \`SNOWFLAKE_HOST\`, \`SNOWFLAKE_DATABASE\` and
   \`SNOWFLAKE_SCHEMA\`
4. the default

\`undefined\` counts as not given; \`null\` and empty text take away what a lower place gives. Entries stand in the first of
these that exists, whole:

1. the variable \`SNOWFLAKE_CONNECTIONS\`, a TOML document
2. the file of \`connections_file_path\`, or \`connections.toml\` unless it is empty
3. the table \`connections\` of \`config.toml\`

The files stand in \`SNOWFLAKE_HOME\`, or \`~/.snowflake\`, if that directory exists, or else where the platform keeps such
files (\`~/.config/snowflake\`, \`~/Library/Application Support/snowflake\`, \`%USERPROFILE%\\AppData\\Local\\snowflake\`). The
default entry is the one that \`SNOWFLAKE_DEFAULT_CONNECTION_NAME\` names, or \`default_connection_name\` in \`config.toml\`, or
\`default\`. A file that other users may write to is refused, and one that they may read is worth a warning.

A secret may be given as a function that returns it, or a promise of it; the function is called at every login.

Behind the arrow stands what becomes of an option: what the driver is given, or what is done here in its place.
`;

/**
 * @param {Topics} topics
 * @param {readonly string[]} sessionParameters
 * @returns {string}
 */
export function renderGuide(topics, sessionParameters) {
  const tables = Object.entries(topics).map(([topic, rows]) => renderTopic(topic, rows));
  return [HEAD, ...tables, renderSessionParameters(sessionParameters)].join('\n');
}

/** @param {readonly string[]} names */
function renderSessionParameters(names) {
  const list = names.map((name) => `\`${name}\``).join(', ');
  return `## Session parameters\n\nThese may be written as options of their own; any other goes into \`session_parameters\`.\n\n${list}\n`;
}

/**
 * @param {string} topic
 * @param {Topics[string]} rows
 * @returns {string}
 */
function renderTopic(topic, rows) {
  const title = TITLES[topic];
  if (title === undefined) {
    throw new Error(`The topic ${topic} needs a title in this script.`);
  }
  const lines = Object.entries(rows).map(
    ([name, row]) => `| ${[renderNames(name, row), renderType(row), renderText(row)].map(cell).join(' | ')} |`,
  );
  return `## ${title}\n\n| Name | Type | Meaning |\n| --- | --- | --- |\n${lines.join('\n')}\n`;
}

/**
 * @param {string} name
 * @param {Parameter} row
 */
function renderNames(name, row) {
  const scaled = Object.entries(row.scaledAliases ?? {}).map(
    ([alias, factor]) => `\`${alias}\` (one is ${factor} ${row.unit ?? ''})`,
  );
  const others = [...(row.aliases ?? []).map((alias) => `\`${alias}\``), ...scaled];
  return others.length === 0 ? `\`${name}\`` : `\`${name}\`<br>also ${others.join(', ')}`;
}

/** @param {Parameter} row */
function renderType(row) {
  const choices = row.choices?.map((choice) => `\`${choice}\``).join(', ');
  const type = row.type === 'choice' ? `one of ${choices}` : row.type;
  const unit = row.unit === undefined ? '' : `, ${row.unit}`;
  return `${row.secret === true ? 'secret ' : ''}${type}${unit}${renderRange(row)}`;
}

/** @param {Parameter} row */
function renderRange({ minimum, maximum, clamped }) {
  const bounds = [minimum === undefined ? '' : `from ${minimum}`, maximum === undefined ? '' : `to ${maximum}`];
  const range = bounds.filter((bound) => bound !== '').join(' ');
  return range === '' ? '' : `, ${range}${clamped === true ? ', else the nearest' : ''}`;
}

/** @param {Parameter} row */
function renderText(row) {
  const meaning =
    row.deprecated === undefined ? row.about : `${row.about} On its way out: write \`${row.deprecated}\`.`;
  const standard = row.default === undefined ? '' : ` Default: \`${row.default}\`.`;
  return `${meaning}${standard}<br>→ ${renderEffect(row)}`;
}

/** @param {Parameter} row */
function renderEffect({ effect }) {
  switch (effect.kind) {
    case 'driver':
      return `driver: \`${effect.name}\`${renderConversion(effect.convert)}`;
    case 'driver-process':
      return `driver, for the whole process: \`${effect.name}\`${renderConversion(effect.convert)}`;
    case 'session':
      return `\`ALTER SESSION SET ${effect.name}\` after login`;
    case 'ours':
      return effect.how;
    case 'none':
      return `no effect. ${effect.why}`;
    case 'refused':
      return `refused${renderHarmless(effect.harmless)}. ${effect.why}`;
    default:
      throw new Error('An effect of this kind is not known to this script.');
  }
}

/** @param {'milliseconds' | 'pipes' | undefined} convert */
function renderConversion(convert) {
  return convert === undefined ? '' : `, as ${convert === 'pipes' ? 'text with `|` between' : convert}`;
}

/** @param {readonly (boolean | string)[] | undefined} harmless */
function renderHarmless(harmless) {
  return harmless === undefined ? '' : `, except ${harmless.map((value) => `\`${value}\``).join(' and ')}`;
}

/** @param {string} text */
function cell(text) {
  return text.replaceAll('|', '\\|');
}
