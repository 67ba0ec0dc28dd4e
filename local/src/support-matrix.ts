import { ACCOUNT_OBJECTS } from './commands/access.js';
import { CREATORS } from './commands/create.js';
import { COMMANDS, UNTRANSLATED as REFUSED_STATEMENTS } from './commands/dispatch.js';
import { FINDERS } from './commands/drop.js';
import { LISTINGS } from './commands/listings.js';
import { FUNCTIONS } from './functions/registry.js';
import { UNTRANSLATED as REFUSED_FUNCTIONS } from './functions/untranslated.js';

/** What the engine supports, as Markdown: written from the tables it works by, so that it cannot say anything else. */
export function supportMatrix(): string {
  return [
    '| | |',
    '|---|---|',
    row(
      'Statements',
      [...COMMANDS.keys()].filter((word) => word !== '('),
    ),
    row(
      '`CREATE`',
      [...CREATORS.keys()].map((kind) => (kind === 'FILE' ? 'FILE FORMAT' : kind)),
    ),
    row('`DROP`', [...FINDERS.keys()]),
    row('`SHOW`', [...LISTINGS.keys()]),
    row('Accepted without effect', [
      'GRANT',
      'REVOKE',
      ...[...ACCOUNT_OBJECTS].map((kind) => `CREATE/ALTER/DROP ${kind}`),
    ]),
    row('Statements refused by name', [...REFUSED_STATEMENTS]),
    row('Scalar functions', functionsOf('scalar')),
    row('Aggregate functions', functionsOf('aggregate')),
    row('Window functions', functionsOf('window')),
    row('Functions refused by name', [...REFUSED_FUNCTIONS]),
  ].join('\n');
}

function functionsOf(kind: 'scalar' | 'aggregate' | 'window'): readonly string[] {
  return [...FUNCTIONS].filter(([, rule]) => rule.kind === kind).map(([name]) => name);
}

function row(title: string, names: readonly string[]): string {
  return `| ${title} (${names.length}) | ${[...names]
    .sort()
    .map((name) => `\`${name}\``)
    .join(' ')} |`;
}
