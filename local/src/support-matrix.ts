import { ACCOUNT_KINDS } from './commands/account-objects.js';
import { CREATORS } from './commands/create.js';
import { ALTERERS } from './commands/alter.js';
import { DESCRIBERS } from './commands/describe.js';
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
    section('`CREATE`', [...CREATORS.keys()].map(wholeKind)),
    section('`ALTER`', [...ALTERERS.keys()].map(wholeKind)),
    section('`DROP`', [...FINDERS.keys()]),
    section('`DESCRIBE`', [...DESCRIBERS.keys()].map(wholeKind)),
    section('`SHOW`', [...LISTINGS.keys()]),
    section('Accepted without effect', [
      'GRANT',
      'REVOKE',
      'SET TAG',
      ...ACCOUNT_KINDS.map((kind) => `CREATE/ALTER/DROP ${kind}`),
    ]),
    section('Kinds of objects refused by name', REFUSED_KINDS),
    section('Scalar functions', functionsOf('scalar')),
    section('Aggregate functions', functionsOf('aggregate')),
    section('Window functions', functionsOf('window')),
    section('Functions refused by name', [...REFUSED_FUNCTIONS]),
  ].join('\n\n');
}

function wholeKind(word: string): string {
  return word === 'FILE' ? 'FILE FORMAT' : word;
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
