/**
 * The TypeScript types of what may be written, made from the parameter table, so that editors and the API pages show
 * what the table says.
 *
 * @import { Parameter } from '../src/config/parameters.js'
 */

const WIDTH = 115;

/** Types of a value by the row's type. */
const TYPES = {
  text: 'string',
  boolean: 'boolean | string',
  integer: 'number | string',
  number: 'number | string',
  choice: 'string',
  list: 'readonly string[] | string',
  key: 'PrivateKeyInput | SecretSource<PrivateKeyInput>',
  callback: 'Callback',
  switch: 'boolean | string | Readonly<Record<string, unknown>>',
  mapping: 'Readonly<Record<string, SessionParameterValue>>',
  anything: 'unknown',
};

/** Where the types come from, seen from the generated files. */
const IMPORTS = {
  Callback: '../parameters.js',
  Choice: './given.js',
  Given: './given.js',
  Logger: '../../log.js',
  Meter: '../../tracing.js',
  PrivateKeyInput: '../parameters.js',
  SecretSource: '../secret-value.js',
  SessionParameterValue: '../session-parameters.js',
  Tracer: '../../tracing.js',
};

/**
 * The file with the options of one topic.
 *
 * @param {string} topic
 * @param {Readonly<Record<string, Parameter>>} rows
 * @returns {{ file: string, text: string }}
 */
export function renderOptions(topic, rows) {
  const properties = Object.entries(rows).map(([name, row]) => renderProperty(name, row));
  const name = `${topic.slice(0, 1).toUpperCase()}${topic.slice(1)}Options`;
  const body = `/** Options of the topic \`${topic}\`, under their canonical names. */\nexport interface ${name} {\n${properties.join('\n')}\n}\n`;
  const head = '// Made by scripts/generate-parameters.js from the parameter table. Do not edit.\n\n';
  const file = `${name.replaceAll(/([a-z])([A-Z])/g, '$1-$2').toLowerCase()}.ts`;
  return { file, text: `${head}${renderImports(body)}\n${body}` };
}

/** @param {string} body */
function renderImports(body) {
  const used = Object.entries(IMPORTS).filter(([name]) => new RegExp(`\\b${name}\\b`).test(body));
  const files = [...new Set(used.map(([, file]) => file))].sort();
  return files
    .map((file) => {
      const names = used.flatMap(([name, from]) => (from === file ? [name] : []));
      return `import type { ${names.join(', ')} } from '${file}';\n`;
    })
    .join('');
}

/**
 * @param {string} name
 * @param {Parameter} row
 */
function renderProperty(name, row) {
  return `${renderComment(row)}\n  readonly ${name}?: Given<${renderType(row)}>;`;
}

/** @param {Parameter} row */
function renderType(row) {
  if (row.secret === true && row.type === 'text') {
    return 'string | SecretSource';
  }
  if (row.type === 'object') {
    return row.shape;
  }
  return row.type === 'choice'
    ? `Choice<${(row.choices ?? []).map((choice) => `'${choice}'`).join(' | ')}>`
    : TYPES[row.type];
}

/** @param {Parameter} row */
function renderComment(row) {
  const unit = row.unit === undefined ? '' : ` In ${row.unit}.`;
  const text = `${row.about}${unit}${renderEffect(row)}`;
  const tags = [
    ...(row.default === undefined ? [] : [`@defaultValue \`${JSON.stringify(row.default)}\``]),
    ...(row.deprecated === undefined ? [] : [`@deprecated Write \`${row.deprecated}\`.`]),
  ];
  const lines = wrap(text);
  if (tags.length === 0 && lines.length === 1) {
    return `  /** ${lines.join('')} */`;
  }
  const all = tags.length === 0 ? lines : [...lines, '', ...tags];
  return `  /**\n${all.map((line) => `   * ${line}`.trimEnd()).join('\n')}\n   */`;
}

/** @param {Parameter} row */
function renderEffect({ effect }) {
  switch (effect.kind) {
    case 'none':
      return ` No effect here. ${effect.why}`;
    case 'refused':
      return ` Refused here. ${effect.why}`;
    case 'driver-process':
      return ' Holds for the whole process.';
    case 'driver':
    case 'session':
    case 'ours':
      return '';
    default:
      throw new Error('An effect of this kind is not known to this script.');
  }
}

/**
 * @param {string} text
 * @returns {string[]}
 */
function wrap(text) {
  /** @type {string[]} */
  const lines = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= WIDTH) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else {
      lines.push(word);
    }
  }
  return lines;
}
