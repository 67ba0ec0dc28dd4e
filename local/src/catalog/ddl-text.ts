import { printName } from '../compile/faults.js';
import { quoteString } from '../lexer.js';
import { typeName } from '../types/sql-type.js';
import type { Column, Relation } from './model.js';

/** The statement that makes a table or view again, in the form GET_DDL gives it. */
export function ddlText(relation: Relation): string {
  const { kind, name, columns, text, comment, persistence } = relation;
  if (kind === 'view') {
    return `create or replace view ${printName(name)}(\n${columns.map((column) => `\t${printName(column.name)}`).join(',\n')}\n) as ${text ?? ''};`;
  }
  const word = persistence === 'permanent' ? '' : `${persistence.toUpperCase()} `;
  const lines = columns.map((column) => `\t${columnText(column)}`);
  const keys = columns.filter(({ primaryKey }) => primaryKey).map((column) => printName(column.name));
  if (keys.length > 0) {
    lines.push(`\tprimary key (${keys.join(', ')})`);
  }
  const note = comment === undefined ? '' : `COMMENT=${quoteString(comment)}`;
  return `create or replace ${word}TABLE ${printName(name)} (\n${lines.join(',\n')}\n)${note};`;
}

function columnText({ name, type, nullable, defaultText, increment, comment }: Column): string {
  return [
    `${printName(name)} ${typeName(type)}`,
    nullable ? '' : 'NOT NULL',
    defaultText === undefined ? '' : `DEFAULT ${defaultText}`,
    increment === undefined ? '' : `autoincrement start ${increment.start} increment ${increment.step} noorder`,
    comment === undefined ? '' : `COMMENT ${quoteString(comment)}`,
  ]
    .filter((piece) => piece !== '')
    .join(' ');
}
