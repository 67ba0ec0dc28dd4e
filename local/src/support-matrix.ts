import { ACCOUNT_OBJECTS } from './commands/access.js';
import { CREATORS } from './commands/create.js';
import { ALTERERS } from './commands/alter.js';
import { COMMANDS } from './commands/dispatch.js';
import { FINDERS } from './commands/drop.js';
import { LISTINGS } from './commands/listings.js';
import { REFUSED_KINDS } from './commands/refused-kinds.js';
import { FUNCTIONS } from './functions/registry.js';
import { UNTRANSLATED as REFUSED_FUNCTIONS } from './functions/untranslated.js';

/** What the engine supports, as Markdown: written from the tables it works by, so that it cannot say anything else. */
export function supportMatrix(): string {
  return [
    section(
      'Statements',
      [...COMMANDS.keys()].filter((word) => word !== '('),
    ),
    section(
      '`CREATE`',
      [...CREATORS.keys()].map((kind) => (kind === 'FILE' ? 'FILE FORMAT' : kind)),
    ),
    section('`ALTER`', [...ALTERERS.keys()]),
    section('`DROP`', [...FINDERS.keys()]),
    section('`SHOW`', [...LISTINGS.keys()]),
    section('Accepted without effect', [
      'GRANT',
      'REVOKE',
      ...[...ACCOUNT_OBJECTS].map((kind) => `CREATE/ALTER/DROP ${kind}`),
    ]),
    section('Kinds of objects refused by name', REFUSED_KINDS),
    section('Scalar functions', functionsOf('scalar')),
    section('Aggregate functions', functionsOf('aggregate')),
    section('Window functions', functionsOf('window')),
    section('Functions refused by name', [...REFUSED_FUNCTIONS]),
  ].join('\n\n');
}

function functionsOf(kind: 'scalar' | 'aggregate' | 'window'): readonly string[] {
  return [...FUNCTIONS].filter(([, rule]) => rule.kind === kind).map(([name]) => name);
}

function section(title: string, names: readonly string[]): string {
  return `### ${title}\n\n${names.length}: ${[...names]
    .sort()
    .map((name) => `\`${name}\``)
    .join(' ')}`;
}
