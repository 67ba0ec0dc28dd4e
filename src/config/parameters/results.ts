import type { ParameterRows } from './parameter.js';

const EXACT = 'Values are always exact here, whatever this says.';
const PER_ACTION = 'Give it to the action that needs it:';
const PYTHON_ONLY = 'It is about Python’s own values or threads.';

/** How statements run, and how rows and files travel. */
export const resultParameters = {
  row_mode: {
    type: 'choice',
    choices: ['object', 'array', 'object_with_renamed_duplicated_columns'],
    default: 'object',
    about: 'Form of a row.',
    effect: {
      kind: 'refused',
      harmless: ['object'],
      why: `${PER_ACTION} collect({ rowMode: 'array' }). Repeated names never vanish.`,
    },
  },
  stream_result: {
    type: 'boolean',
    default: false,
    about: 'Hands rows out one by one instead of all together.',
    effect: { kind: 'none', why: 'Rows always travel one by one; toLocalIterator() hands them out so.' },
  },
  fetch_as_string: {
    type: 'list',
    about: 'Types whose values come as text.',
    effect: { kind: 'refused', why: `${PER_ACTION} collect({ decimals: 'string', timestamps: 'string' }).` },
  },
  js_treat_integer_as_bigint: {
    type: 'boolean',
    default: false,
    about: 'Gives every whole number as a `bigint`.',
    effect: {
      kind: 'refused',
      harmless: [false],
      why: `${PER_ACTION} collect({ integers: 'bigint' }). Large ones always are.`,
    },
  },
  represent_null_as_string_null: {
    type: 'boolean',
    default: true,
    about: 'What NULL becomes where values are fetched as text.',
    effect: { kind: 'none', why: 'NULL is always null.' },
  },
  row_stream_high_water_mark: {
    type: 'integer',
    unit: 'rows',
    minimum: 1,
    about: 'Rows the driver prepares in advance.',
    effect: { kind: 'none', why: 'The number that measured best is used.' },
  },
  client_prefetch_threads: {
    type: 'integer',
    minimum: 1,
    maximum: 100,
    default: 2,
    aliases: ['result_prefetch'],
    about: 'Parts of a large result that are fetched at the same time.',
    effect: { kind: 'driver', name: 'resultPrefetch' },
  },
  result_reader: {
    type: 'choice',
    choices: ['auto', 'direct', 'driver'],
    default: 'auto',
    about:
      'Who fetches the rows of a large result: `direct` this package, part by part; `driver` the driver, a chunk at a ' +
      'time; `auto` the first, unless a proxy or a check for revoked certificates is asked for.',
    effect: { kind: 'ours', how: 'chooses how results are read' },
  },
  client_memory_limit: {
    type: 'integer',
    unit: 'megabytes',
    about: 'Memory for parts of results that were fetched in advance.',
    effect: { kind: 'none', why: 'client_prefetch_threads bounds what is fetched in advance.' },
  },
  async_execution: {
    type: 'boolean',
    default: false,
    about: 'Starts statements without waiting for them.',
    effect: { kind: 'refused', harmless: [false], why: `${PER_ACTION} collectNowait().` },
  },
  multi_statement_count: {
    type: 'integer',
    minimum: 0,
    about: 'Number of statements a text may hold; 0 is any number.',
    effect: { kind: 'session', name: 'MULTI_STATEMENT_COUNT' },
  },
  paramstyle: {
    type: 'text',
    default: 'qmark',
    about: 'How places for values are written in SQL.',
    effect: {
      kind: 'refused',
      harmless: ['qmark', 'numeric'],
      why: 'Write places as ? or :1; Python’s %s is not known here.',
    },
  },
  array_binding_threshold: {
    type: 'integer',
    minimum: 1,
    about: 'Number of bound values from which they are sent as a file.',
    effect: { kind: 'driver', name: 'arrayBindingThreshold' },
  },
  force_stage_bind_error: {
    type: 'integer',
    about: 'Makes sending values as a file fail, for tests of the driver.',
    effect: { kind: 'refused', why: 'It is for the driver’s own tests.' },
  },
  disable_query_context_cache: {
    type: 'boolean',
    default: false,
    about: 'Does not remember where the server found recent changes of hybrid tables.',
    effect: { kind: 'driver', name: 'disableQueryContextCache' },
  },
  gcs_use_downscoped_credential: {
    type: 'boolean',
    about: 'Uses narrower credentials for files on Google Cloud.',
    effect: { kind: 'driver', name: 'gcsUseDownscopedCredential' },
  },
  skip_upload_on_content_match: {
    type: 'boolean',
    default: false,
    about: 'PUT leaves out files that are already there with the same content.',
    effect: { kind: 'none', why: 'The driver compares nothing; write OVERWRITE = FALSE in the PUT statement.' },
  },
  put_fastfail: {
    type: 'boolean',
    about: 'PUT stops at the first file that fails.',
    effect: { kind: 'none', why: 'The driver’s own rules for file transfers hold.' },
  },
  get_fastfail: {
    type: 'boolean',
    about: 'GET stops at the first file that fails.',
    effect: { kind: 'none', why: 'The driver’s own rules for file transfers hold.' },
  },
  use_s3_regional_url: {
    type: 'boolean',
    default: false,
    aliases: ['enable_stage_s3_privatelink_for_us_east_1'],
    about: 'Reaches stages on S3 under the region’s own address.',
    effect: { kind: 'none', why: 'The driver takes the address the server gives.' },
  },
  unsafe_file_write: {
    type: 'boolean',
    default: false,
    about: 'GET writes files that every user may read.',
    effect: { kind: 'none', why: 'The process’s umask decides who may read them.' },
  },
  reraise_error_in_file_transfer_work_function: {
    type: 'boolean',
    default: false,
    about: 'A failed file transfer throws its first error.',
    effect: { kind: 'none', why: 'A failed file transfer always throws.' },
  },
  snowflake_server_dop_cap_for_file_transfer: {
    type: 'anything',
    about: 'Upper bound of files that are transferred at the same time.',
    effect: { kind: 'none', why: 'The driver’s own rules for file transfers hold.' },
  },
  force_microsecond_precision: {
    type: 'anything',
    about: 'Cuts times to microseconds.',
    effect: { kind: 'none', why: EXACT },
  },
  use_core_arrow: {
    type: 'anything',
    about: 'Reads results with the connector’s compiled core.',
    effect: { kind: 'none', why: PYTHON_ONLY },
  },
  numpy: { type: 'anything', about: 'Gives NumPy values.', effect: { kind: 'none', why: PYTHON_ONLY } },
  converter_class: {
    type: 'anything',
    about: 'Python class that converts values.',
    effect: { kind: 'none', why: PYTHON_ONLY },
  },
  arrow_number_to_decimal: {
    type: 'boolean',
    default: false,
    about: 'Gives decimal numbers as Python’s Decimal.',
    effect: { kind: 'none', why: EXACT },
  },
  support_negative_year: {
    type: 'boolean',
    default: true,
    about: 'Knows years before 0.',
    effect: { kind: 'none', why: EXACT },
  },
  interpolate_empty_sequences: {
    type: 'anything',
    about: 'Writes empty lists into SQL.',
    effect: { kind: 'none', why: PYTHON_ONLY },
  },
  reuse_results: {
    type: 'anything',
    about: 'Lets Python cursors be read again.',
    effect: { kind: 'none', why: PYTHON_ONLY },
  },
  json_result_force_utf8_decoding: {
    type: 'anything',
    about: 'Decodes results as UTF-8.',
    effect: { kind: 'none', why: PYTHON_ONLY },
  },
  check_arrow_conversion_error_on_every_column: {
    type: 'anything',
    about: 'Looks for failed conversions in every column.',
    effect: { kind: 'none', why: PYTHON_ONLY },
  },
  debug_arrow_chunk: {
    type: 'anything',
    about: 'Writes parts of results to the log.',
    effect: { kind: 'none', why: PYTHON_ONLY },
  },
  client_fetch_threads: {
    type: 'anything',
    about: 'Number of Python threads that fetch.',
    effect: { kind: 'none', why: PYTHON_ONLY },
  },
  client_fetch_use_mp: {
    type: 'anything',
    about: 'Fetches in several Python processes.',
    effect: { kind: 'none', why: PYTHON_ONLY },
  },
  iobound_tpe_limit: {
    type: 'anything',
    about: 'Number of Python threads for files.',
    effect: { kind: 'none', why: PYTHON_ONLY },
  },
} as const satisfies ParameterRows;
