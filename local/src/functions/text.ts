import { ARRAY, BOOLEAN, OBJECT, TEXT, number, text } from '../types/sql-type.js';
import { matchSql } from '../compile/like.js';
import { quoteString } from '../lexer.js';
import { refuseCollation } from '../syntax/collation.js';
import { COUNT, PLACE, maybe, never, scalar } from './define.js';
import { BINARY_FORMS, eitherKind } from './either-kind.js';
import type { FunctionRule, FunctionTable } from './rule.js';

const SUBSTRING = eitherKind(
  scalar('text, integer, integer=2147483647', TEXT, 'sf_substring($1, $2, $3)'),
  BINARY_FORMS.SUBSTRING,
);
const LENGTH = eitherKind(scalar('text', COUNT, 'length($1)'), BINARY_FORMS.LENGTH);
const POSITION = eitherKind(
  scalar(
    'text, text, integer=1',
    PLACE,
    'CASE WHEN instr(substring($2, sf_start($3)), $1) = 0 THEN 0 ELSE instr(substring($2, $3), $1) + $3 - 1 END',
  ),
  BINARY_FORMS.POSITION,
);

const REGEXP_SUBSTR_ALL = maybe(
  scalar(
    "text, text, integer=1, integer=1, text='c', integer=-1",
    ARRAY,
    'sf_regexp_substr_all($1, $2, $3, $4, $5, $6)',
  ),
);

/** What parts words for INITCAP unless it is told; an apostrophe does not. */
const WORD_MARKS = ' \t\n\r\f\v!?@"^#$&~_,.:;+-*%/|\\[](){}<>';

/** Bytes, however many bits each counts. */
function bytes(times: number, result = COUNT): FunctionRule {
  return eitherKind(
    scalar('text', result, `strlen($1) * ${times}`),
    scalar('binary', result, `octet_length($1) * ${times}`),
  );
}

function padding(name: 'lpad' | 'rpad'): FunctionRule {
  const size = 'CAST(sf_not_below_zero($2) AS INTEGER)';
  return scalar(
    "text, integer, text=' '",
    TEXT,
    `CASE WHEN $3 = '' THEN left($1, ${size}) ELSE ${name}($1, ${size}, $3) END`,
  );
}

function like(flavour: 'LIKE' | 'ILIKE'): FunctionRule {
  return scalar(
    'text, text, text=NULL',
    BOOLEAN,
    ([subject = '', pattern = '', escape], { node }) =>
      `(${matchSql(subject, pattern, flavour, node.args.length > 2 ? escape : undefined)})`,
  );
}

/** Functions on text. */
export const TEXT_FUNCTIONS: FunctionTable = {
  UPPER: scalar('text', (args) => args[0]?.type ?? TEXT, "upper(replace($1, 'ß', 'SS'))"),
  LOWER: scalar('text', (args) => args[0]?.type ?? TEXT, 'lower($1)'),
  LENGTH,
  LEN: LENGTH,
  OCTET_LENGTH: bytes(1),
  BIT_LENGTH: bytes(8, number(19)),
  RTRIMMED_LENGTH: scalar('text', COUNT, "length(rtrim($1, ' '))"),
  SUBSTR: SUBSTRING,
  SUBSTRING,
  LEFT: eitherKind(scalar('text, integer', TEXT, 'left($1, sf_not_below_zero($2))'), BINARY_FORMS.LEFT),
  RIGHT: eitherKind(scalar('text, integer', TEXT, 'right($1, sf_not_below_zero($2))'), BINARY_FORMS.RIGHT),
  TRIM: scalar("text, text=' '", TEXT, 'trim($1, $2)'),
  LTRIM: scalar("text, text=' '", TEXT, 'ltrim($1, $2)'),
  RTRIM: scalar("text, text=' '", TEXT, 'rtrim($1, $2)'),
  LPAD: eitherKind(padding('lpad'), BINARY_FORMS.LPAD),
  RPAD: eitherKind(padding('rpad'), BINARY_FORMS.RPAD),
  REVERSE: eitherKind(scalar('text', TEXT, 'reverse($1)'), BINARY_FORMS.REVERSE),
  REPEAT: scalar('text, integer', TEXT, 'repeat($1, sf_not_below_zero($2))'),
  SPACE: scalar('integer', TEXT, "repeat(' ', sf_not_below_zero($1))"),
  REPLACE: scalar("text, text, text=''", TEXT, "CASE WHEN $2 = '' THEN $1 ELSE replace($1, $2, $3) END"),
  TRANSLATE: scalar('text, text, text', TEXT, 'sf_translate($1, $2, $3)'),
  INSERT: eitherKind(
    scalar(
      'text, integer, integer, text',
      TEXT,
      '(sf_substring($1, 1, $2 - 1) || $4 || sf_substring($1, $2 + $3, 2147483647))',
    ),
    BINARY_FORMS.INSERT,
  ),
  CONCAT: eitherKind(
    scalar('text, text...', TEXT, (args) => `(${args.join(' || ')})`),
    BINARY_FORMS.CONCAT,
  ),
  CONCAT_WS: eitherKind(
    scalar('text, text, text...', TEXT, ([separator, ...args]) => `(${args.join(` || ${separator ?? "''"} || `)})`),
    BINARY_FORMS.CONCAT_WS,
  ),
  INITCAP: scalar('text, text=NULL', TEXT, ([words, marks], call) => {
    return `sf_initcap(${words}, ${call.node.args.length > 1 ? marks : quoteString(WORD_MARKS)})`;
  }),
  CHARINDEX: POSITION,
  POSITION,
  CONTAINS: eitherKind(scalar('text, text', BOOLEAN, 'contains($1, $2)'), BINARY_FORMS.CONTAINS),
  STARTSWITH: eitherKind(scalar('text, text', BOOLEAN, 'starts_with($1, $2)'), BINARY_FORMS.STARTSWITH),
  ENDSWITH: eitherKind(scalar('text, text', BOOLEAN, 'ends_with($1, $2)'), BINARY_FORMS.ENDSWITH),
  LIKE: like('LIKE'),
  ILIKE: like('ILIKE'),
  // The first byte, not the first character.
  ASCII: scalar(
    'text',
    number(4),
    "CASE WHEN $1 = '' THEN 0 ELSE CAST('0x' || left(hex(encode($1)), 2) AS INTEGER) END",
  ),
  UNICODE: scalar('text', COUNT, "CASE WHEN $1 = '' THEN 0 ELSE unicode($1) END"),
  CHR: scalar('integer', text(1), 'sf_chr($1)'),
  CHAR: scalar('integer', text(1), 'sf_chr($1)'),
  SPLIT: scalar(
    'text, text',
    ARRAY,
    "CASE WHEN $2 IS NOT NULL THEN CAST(to_json(CASE WHEN $2 = '' THEN [$1] ELSE string_split($1, $2) END) AS VARCHAR) END",
  ),
  SPLIT_PART: scalar(
    'text, text, integer',
    TEXT,
    "CASE WHEN $2 IS NULL THEN NULL WHEN $2 <> '' THEN split_part($1, $2, CASE WHEN $3 = 0 THEN 1 ELSE $3 END) WHEN $3 IN (-1, 0, 1) THEN $1 ELSE '' END",
  ),
  STRTOK: maybe(scalar("text, text=' ', integer=1", TEXT, 'sf_tokens($1, $2)[$3]')),
  STRTOK_TO_ARRAY: scalar("text, text=' '", ARRAY, 'CAST(to_json(sf_tokens($1, $2)) AS VARCHAR)'),
  EDITDISTANCE: scalar(
    'text, text, integer=2147483647',
    number(9),
    'CASE WHEN $3 IS NULL THEN NULL WHEN sf_edit_distance($1, $2) > $3 THEN greatest($3, 0) ELSE sf_edit_distance($1, $2) END',
  ),
  JAROWINKLER_SIMILARITY: scalar('text, text', number(4), 'sf_jaro_winkler(lower($1), lower($2))'),
  SOUNDEX: scalar('text', TEXT, 'sf_soundex($1, 0)'),
  SOUNDEX_P123: scalar('text', TEXT, 'sf_soundex($1, 1)'),
  COLLATE: scalar('text, text', TEXT, ([text_ = ''], call) => {
    refuseCollation(call.args()[1]?.literal ?? 'that is no constant');
    return text_;
  }),
  COLLATION: maybe(scalar('text', TEXT, 'CAST(NULL AS VARCHAR)')),
  UUID_STRING: never(
    scalar('text=NULL, text=NULL', text(36), ([namespace, name], call) =>
      call.node.args.length === 0 ? 'CAST(uuid() AS VARCHAR)' : `sf_named_uuid(${namespace}, ${name})`,
    ),
  ),
  PARSE_URL: scalar('text, integer=0', OBJECT, 'sf_parse_url($1, $2)'),
  PARSE_IP: maybe(scalar('text, text, integer=0', OBJECT, 'sf_parse_ip($1, $2, $3 <> 0)')),

  REGEXP_LIKE: scalar("text, text, text=''", BOOLEAN, 'sf_regexp_like($1, $2, $3)'),
  RLIKE: scalar("text, text, text=''", BOOLEAN, 'sf_regexp_like($1, $2, $3)'),
  REGEXP_REPLACE: scalar(
    "text, text, text='', integer=1, integer=0, text='c'",
    TEXT,
    'sf_regexp_replace($1, $2, $3, $4, $5, $6)',
  ),
  REGEXP_COUNT: scalar("text, text, integer=1, text='c'", COUNT, 'sf_regexp_count($1, $2, $3, $4)'),
  REGEXP_SUBSTR: maybe(
    scalar("text, text, integer=1, integer=1, text='c', integer=-1", TEXT, 'sf_regexp_substr($1, $2, $3, $4, $5, $6)'),
  ),
  REGEXP_SUBSTR_ALL,
  REGEXP_EXTRACT_ALL: REGEXP_SUBSTR_ALL,
  REGEXP_INSTR: scalar(
    "text, text, integer=1, integer=1, integer=0, text='c', integer=-1",
    COUNT,
    'sf_regexp_instr($1, $2, $3, $4, $5, $6, $7)',
  ),
};
