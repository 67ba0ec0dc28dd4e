/** A macro's body in which the argument is computed once, under a name; DuckDB computes it wherever its own name stands. */
function once(argument: string, name: string, body: string): string {
  return `list_transform([${argument}], lambda ${name}: ${body})[1]`;
}

/** Functions of a FLOAT that are not defined everywhere, and where they are not. */
const OUTSIDE: readonly (readonly [name: string, outside: string])[] = [
  ['sqrt', 'v < 0'],
  ['ln', 'v <= 0'],
  ['asin', 'abs(v) > 1 AND NOT isnan(v)'],
  ['acos', 'abs(v) > 1 AND NOT isnan(v)'],
  ['acosh', 'v < 1'],
  ['atanh', 'abs(v) > 1 AND NOT isnan(v)'],
];

/**
 * DuckDB macros that carry Snowflake's semantics, one line each. They name nothing but DuckDB's own functions, the native
 * ones of this engine and macros above them.
 */
export const MACROS: readonly string[] = [
  // Errors: the marks are read back by duckdb-errors.ts.
  `sf_fail(code, state, message) AS error('SF:' || code || ':' || state || ':' || message)`,
  `sf_bad_number(x) AS CASE WHEN x IS NULL THEN NULL WHEN try_cast(x AS DOUBLE) IS NOT NULL
     THEN sf_fail('100039', '22003', 'Numeric value ''' || x || ''' is out of range')
     ELSE sf_fail('100038', '22018', 'Numeric value ''' || trim(x) || ''' is not recognized') END`,
  `sf_bad_variant(x, kind) AS CASE WHEN x IS NULL OR x = 'null' THEN NULL
     ELSE sf_fail('100071', '22000', 'Failed to cast variant value ' || x || ' to ' || kind) END`,
  `sf_try_boolean(x) AS ${once(
    'lower(trim(x))',
    'answer',
    `CASE WHEN answer IN ('true', 't', 'yes', 'y', 'on', '1') THEN TRUE
     WHEN answer IN ('false', 'f', 'no', 'n', 'off', '0') THEN FALSE ELSE NULL END`,
  )}`,
  `sf_bad_boolean(x) AS CASE WHEN x IS NULL THEN NULL
     ELSE sf_fail('100037', '22018', 'Boolean value ''' || x || ''' is not recognized') END`,
  `sf_fit_text(x, size) AS CASE WHEN x IS NULL OR length(x) <= size THEN x
     ELSE sf_fail('100078', '22000', 'String ''' || x || ''' is too long and would be truncated') END`,
  `sf_fit_binary(x, size) AS CASE WHEN x IS NULL OR octet_length(x) <= size THEN x
     ELSE sf_fail('100145', '22000', 'Binary value is too long and would be truncated') END`,

  `sf_boolean_digit(x) AS ${once('x', 'word', `CASE word WHEN 'true' THEN '1' WHEN 'false' THEN '0' ELSE word END`)}`,
  `sf_try_hex(x) AS CASE WHEN regexp_full_match(x, '([0-9A-Fa-f]{2})*') THEN unhex(x) END`,
  `sf_hex_encode(x, upper_case) AS CASE WHEN upper_case = 1 THEN hex(x) WHEN upper_case = 0 THEN lower(hex(x))
     WHEN upper_case IS NOT NULL THEN sf_fail('001015', '22023', 'Invalid letter case ' || upper_case || ' for HEX_ENCODE: must be 0 or 1') END`,
  `sf_from_hex(x) AS ${once(
    'x',
    'digits',
    `CASE WHEN digits IS NULL THEN NULL WHEN regexp_full_match(digits, '([0-9A-Fa-f]{2})*') THEN unhex(digits)
     ELSE sf_fail('100115', '22000', 'The following string is not a legal hex-encoded value: ''' || digits || '''') END`,
  )}`,

  `sf_translate(x, letters, others) AS CASE WHEN length(others) > length(letters)
     THEN sf_fail('100078', '22000', 'String ''' || others || ''' is too long and would be truncated')
     ELSE translate(x, letters, others) END`,

  // Whole-number arithmetic that rounds down, for moments before 1970.
  `sf_floor_mod(a, b) AS ((a % b) + b) % b`,
  `sf_two_to(n) AS CAST(pow(2, n) AS HUGEINT)`,
  `sf_floor_div(a, b) AS ${once('a', 'whole', '(whole - ((whole % b) + b) % b) // b')}`,
  `sf_get_bit(x, place) AS CASE WHEN place BETWEEN 0 AND 126 THEN sf_floor_div(x, sf_two_to(place)) & 1
     WHEN place = 127 THEN CAST(x < 0 AS INTEGER)
     WHEN place IS NOT NULL THEN sf_fail('100046', '22003', 'Invalid position ' || place || ' of a bit') END`,

  // Moments.
  `sf_date_ns(d) AS CAST(date_diff('day', DATE '1970-01-01', d) AS HUGEINT) * CAST(86400000000000 AS HUGEINT)`,
  `sf_ns_date(n) AS DATE '1970-01-01' + CAST(sf_floor_div(n, CAST(86400000000000 AS HUGEINT)) AS INTEGER)`,
  `sf_ns_time(n) AS CAST(sf_floor_mod(n, CAST(86400000000000 AS HUGEINT)) AS BIGINT)`,
  `sf_micros(n) AS make_timestamp(CAST(sf_floor_div(n, CAST(1000 AS HUGEINT)) AS BIGINT))`,
  `sf_from_micros(t) AS CAST(epoch_us(t) AS HUGEINT) * CAST(1000 AS HUGEINT)`,
  `sf_tz_instant(x) AS sf_floor_div(x, CAST(4096 AS HUGEINT))`,
  `sf_tz_offset(x) AS CAST(sf_floor_mod(x, CAST(4096 AS HUGEINT)) AS INTEGER) - 1440`,
  `sf_tz_pack(instant, minutes) AS instant * CAST(4096 AS HUGEINT) + CAST(minutes + 1440 AS HUGEINT)`,
  `sf_tz_local(x) AS ${once('x', 'packed', 'sf_tz_instant(packed) + CAST(sf_tz_offset(packed) AS HUGEINT) * CAST(60000000000 AS HUGEINT)')}`,
  `sf_tz_from_local(local, minutes) AS
     sf_tz_pack(local - CAST(minutes AS HUGEINT) * CAST(60000000000 AS HUGEINT), minutes)`,
  `sf_local(x, zone) AS ${once('x', 'moment', 'moment + CAST(sf_zone_offset(moment, zone) AS HUGEINT) * CAST(60000000000 AS HUGEINT)')}`,
  `sf_instant(x, zone) AS ${once('x', 'moment', 'moment - CAST(sf_local_offset(moment, zone) AS HUGEINT) * CAST(60000000000 AS HUGEINT)')}`,
  `sf_trim_fraction(n, unit) AS sf_floor_div(n, unit) * unit`,
  `sf_add_months(n, months) AS ${once(
    '[n, CAST(months AS HUGEINT)]',
    'shift',
    `sf_from_micros(sf_micros(shift[1]) + to_months(CAST(shift[2] AS INTEGER)))
     + sf_floor_mod(shift[1], CAST(1000 AS HUGEINT))`,
  )}`,
  // A week begins on an ISO day; it belongs to the year of its fourth day, or every year begins a new one.
  `sf_week_of(d, first) AS ${once('d', 'day', 'CAST(day AS DATE) - CAST((isodow(day) - first + 7) % 7 AS INTEGER)')}`,
  `sf_week_year(d, first) AS CAST(year(sf_week_of(d, first) + 3) AS BIGINT)`,
  `sf_week_number(d, first) AS CAST((dayofyear(sf_week_of(d, first) + 3) + 6) // 7 AS BIGINT)`,
  `sf_policy_week(d, first) AS
     CAST(date_diff('day', sf_week_of(make_date(year(d), 1, 1), first), CAST(d AS DATE)) // 7 + 1 AS BIGINT)`,
  `sf_trunc_moment(part, n) AS sf_from_micros(CAST(date_trunc(part, sf_micros(n)) AS TIMESTAMP))`,

  // Text. DuckDB's greatest() would take a NULL for nothing.
  `sf_chr(n) AS CASE WHEN n BETWEEN 0 AND 1114111 THEN chr(CAST(n AS INTEGER)) WHEN n IS NOT NULL
     THEN sf_fail('100046', '22003', 'Invalid character code ' || n || ' in the CHR input') END`,
  `sf_start(n) AS CASE WHEN n < 1 THEN sf_fail('000002', '0A000', 'Unsupported feature ''a search that starts before the first character'' in local testing.') ELSE n END`,
  `sf_not_below_zero(n) AS CASE WHEN n < 0 THEN 0 ELSE n END`,
  // Ten digits of what has a fraction: a cast tells less of a FLOAT than a result does.
  `sf_float_text(x) AS ${once(
    'x',
    'real',
    `CASE WHEN isnan(real) THEN 'NaN' WHEN real = trunc(real) THEN printf('%.15g', real) ELSE printf('%.10g', real) END`,
  )}`,
  `sf_substring_hex(x, start, size) AS CASE WHEN size <= 0 OR start < 0 THEN '' ELSE substring(x, start * 2 + 1, least(size, 8388608) * 2) END`,
  `sf_sub_binary(x, start, size) AS unhex(sf_substring_hex(hex(x), CASE WHEN start < 0 THEN octet_length(x) + start ELSE greatest(start, 1) - 1 END, size))`,
  // Without marks a pattern that fits nowhere: the whole is one token.
  `sf_tokens(x, marks) AS CASE WHEN marks IS NOT NULL THEN list_filter(string_split_regex(x, CASE WHEN marks = '' THEN '[^\\s\\S]'
     ELSE '[' || regexp_escape(marks) || ']' END), lambda t: t <> '') END`,
  `sf_substring(x, start, size) AS CASE WHEN size < 0 THEN '' WHEN start < 0 AND -start > length(x) THEN ''
     ELSE substring(x, CASE WHEN start = 0 THEN 1 ELSE start END, size) END`,

  // Numbers. Division works on whole numbers, so that no digit is lost.
  `sf_divide(a, b) AS ${once(
    '[a, b]',
    'of',
    `CASE WHEN of[2] = 0 THEN sf_fail('100051', '22012', 'Division by zero')
     ELSE (of[1] // of[2]) + CASE WHEN 2 * abs(of[1] % of[2]) >= abs(of[2]) THEN sign(of[1]) * sign(of[2]) ELSE 0 END END`,
  )}`,
  // Where the bounds go down, the buckets do. The lower bound belongs to the first of them, the upper to what is past the last.
  `sf_width_bucket(x, low, high, n) AS CASE
     WHEN n <= 0 OR low = high THEN sf_fail('100046', '22003', 'Invalid bounds or number of buckets')
     WHEN low < high THEN CASE WHEN x < low THEN 0 WHEN x >= high THEN n + 1 ELSE floor((x - low) / ((high - low) / n)) + 1 END
     ELSE CASE WHEN x > low THEN 0 WHEN x <= high THEN n + 1 ELSE floor((low - x) / ((low - high) / n)) + 1 END END`,
  `sf_divide_float(a, b) AS ${once(
    '[a, b]',
    'of',
    `CASE WHEN of[2] = 0 THEN sf_fail('100051', '22012', 'Division by zero') ELSE of[1] / of[2] END`,
  )}`,
  `sf_power(base, x) AS ${once(
    '{base: base, x: x}',
    'of',
    `CASE WHEN of['base'] < 0 AND of['x'] <> trunc(of['x'])
     THEN sf_fail('100046', '22003', 'Invalid floating point operation: pow(' || printf('%.10g', of['base']) || ',' || printf('%.10g', of['x']) || ')')
     ELSE pow(of['base'], of['x']) END`,
  )}`,
  `sf_log(base, x) AS ${once(
    '{base: base, x: x}',
    'of',
    `CASE WHEN of['base'] <= 0 OR of['base'] = 1 OR of['x'] <= 0
     THEN sf_fail('100046', '22003', 'Invalid floating point operation: log(' || printf('%.10g', of['base']) || ',' || printf('%.10g', of['x']) || ')')
     WHEN pow(of['base'], round(ln(of['x']) / ln(of['base']))) = of['x'] THEN round(ln(of['x']) / ln(of['base'])) ELSE ln(of['x']) / ln(of['base']) END`,
  )}`,
  ...OUTSIDE.map(
    ([name, outside]) =>
      `sf_${name}(x) AS ${once(
        'x',
        'v',
        `CASE WHEN ${outside}
     THEN sf_fail('100046', '22003', 'Invalid floating point operation: ${name}(' || printf('%.10g', v) || ')') ELSE ${name}(v) END`,
      )}`,
  ),
  // DuckDB sums up powers: about their mean they lose no digits.
  `sf_kurtosis(list) AS list_transform([list], lambda l: list_aggregate(list_transform(l, lambda x: x - list_avg(l)), 'kurtosis'))[1]`,
  `sf_modulo(a, b) AS ${once(
    '[a, b]',
    'of',
    `CASE WHEN of[2] = 0 THEN sf_fail('100051', '22012', 'Division by zero') ELSE of[1] % of[2] END`,
  )}`,

  // Semi-structured values: JSON text.
  // The first letter tells the kind; arrays may hold \`undefined\`, which is no JSON to DuckDB. The rare forms are left to
  // native functions.
  `sf_json_is_number(j) AS left(j, 1) BETWEEN '-' AND '9'`,
  `sf_number_key(digits) AS '#' || rtrim(regexp_replace(digits, '(\\.\\d*?)0+$', '\\1'), '.')`,
  `sf_float_key(x) AS sf_number_key(CASE WHEN x = trunc(x) AND abs(x) < 1e38 THEN CAST(CAST(x AS HUGEINT) AS VARCHAR)
     ELSE CAST(x AS VARCHAR) END)`,
  `sf_json_number_key(j) AS CASE WHEN contains(j, 'e') THEN sf_float_key(CAST(j AS DOUBLE)) ELSE sf_number_key(j) END`,
  `sf_json_print(j) AS ${once('j', 'kept', `CASE WHEN regexp_matches(kept, '[0-9]e|[DTNLZB]"') THEN sf_print_json(kept) ELSE kept END`)}`,
  `sf_json_text(j) AS ${once(
    'j',
    'kept',
    `CASE WHEN left(kept, 1) = '"' THEN json_extract_string(kept, '$')
     WHEN regexp_matches(kept, '[0-9]e|[DTNLZB]"|^null$|"@":') THEN sf_show_json(kept) ELSE kept END`,
  )}`,
  `sf_variant_text(j) AS ${once(
    'j',
    'held',
    `CASE WHEN sf_json_is_number(held) AND contains(held, 'e') THEN sf_float_text(CAST(held AS DOUBLE))
     ELSE sf_json_text(held) END`,
  )}`,
  `sf_json_full(j) AS ${once(
    'j',
    'whole',
    `CASE WHEN regexp_matches(whole, '^[DTNLZB]"') THEN substring(whole, 3, length(whole) - 3)
     ELSE sf_json_text(whole) END`,
  )}`,
  `sf_text_json(x) AS CAST(to_json(CAST(x AS VARCHAR)) AS VARCHAR)`,
  `sf_number_json(x) AS ${once(
    'CAST(x AS VARCHAR)',
    'digits',
    `CASE WHEN contains(digits, '.') THEN regexp_replace(digits, '\\.?0+$', '') ELSE digits END`,
  )}`,
  `sf_boolean_json(x) AS CASE WHEN x THEN 'true' WHEN NOT x THEN 'false' END`,
  `sf_json_number_text(j) AS CASE WHEN sf_json_is_number(j) THEN j END`,
  `sf_json_number(j) AS ${once('j', 'number', 'CASE WHEN sf_json_is_number(number) THEN try_cast(number AS DOUBLE) END')}`,
  // Values are in order by their kind first: BOOLEAN, NUMBER, text, OBJECT, ARRAY, JSON's null.
  `sf_json_rank(j) AS CASE left(j, 1) WHEN 't' THEN 0 WHEN 'f' THEN 0 WHEN '{' THEN 3 WHEN '[' THEN 4 WHEN 'n' THEN 5
     ELSE CASE WHEN sf_json_is_number(j) THEN 1 ELSE 2 END END`,
  `sf_json_key(j) AS ${once(
    'j',
    'value',
    `CASE WHEN value IS NULL THEN NULL ELSE {'k': sf_json_rank(value), 'n': sf_json_number(value),
     't': CASE WHEN value = 'null' THEN value ELSE sf_json_text(value) END} END`,
  )}`,
];
