// Made by scripts/generate-parameters.js from the parameter table. Do not edit.

import type { Choice, Given } from './given.js';

/** Options of the topic `results`, under their canonical names. */
export interface ResultsOptions {
  /**
   * Form of a row. Refused here. Give it to the action that needs it: collect({ rowMode: 'array' }). Repeated names
   * never vanish.
   *
   * @defaultValue `"object"`
   */
  readonly row_mode?: Given<Choice<'object' | 'array' | 'object_with_renamed_duplicated_columns'>>;
  /**
   * Hands rows out one by one instead of all together. No effect here. Rows always travel one by one; toLocalIterator()
   * hands them out so.
   *
   * @defaultValue `false`
   */
  readonly stream_result?: Given<boolean | string>;
  /**
   * Types whose values come as text. Refused here. Give it to the action that needs it: collect({ decimals: 'string',
   * timestamps: 'string' }).
   */
  readonly fetch_as_string?: Given<readonly string[] | string>;
  /**
   * Gives every whole number as a `bigint`. Refused here. Give it to the action that needs it: collect({ integers:
   * 'bigint' }). Large ones always are.
   *
   * @defaultValue `false`
   */
  readonly js_treat_integer_as_bigint?: Given<boolean | string>;
  /**
   * What NULL becomes where values are fetched as text. No effect here. NULL is always null.
   *
   * @defaultValue `true`
   */
  readonly represent_null_as_string_null?: Given<boolean | string>;
  /** Rows the driver prepares in advance. In rows. No effect here. The number that measured best is used. */
  readonly row_stream_high_water_mark?: Given<number | string>;
  /**
   * Parts of a large result that are fetched at the same time.
   *
   * @defaultValue `2`
   */
  readonly client_prefetch_threads?: Given<number | string>;
  /**
   * Who fetches the rows of a large result: `direct` this package, part by part; `driver` the driver, a chunk at a
   * time; `auto` the first, unless a proxy or a check for revoked certificates is asked for.
   *
   * @defaultValue `"auto"`
   */
  readonly result_reader?: Given<Choice<'auto' | 'direct' | 'driver'>>;
  /**
   * Memory for parts of results that were fetched in advance. In megabytes. No effect here. client_prefetch_threads
   * bounds what is fetched in advance.
   */
  readonly client_memory_limit?: Given<number | string>;
  /**
   * Starts statements without waiting for them. Refused here. Give it to the action that needs it: collectNowait().
   *
   * @defaultValue `false`
   */
  readonly async_execution?: Given<boolean | string>;
  /** Number of statements a text may hold; 0 is any number. */
  readonly multi_statement_count?: Given<number | string>;
  /**
   * How places for values are written in SQL. Refused here. Write places as ? or :1; Python’s %s is not known here.
   *
   * @defaultValue `"qmark"`
   */
  readonly paramstyle?: Given<string>;
  /** Number of bound values from which they are sent as a file. */
  readonly array_binding_threshold?: Given<number | string>;
  /** Makes sending values as a file fail, for tests of the driver. Refused here. It is for the driver’s own tests. */
  readonly force_stage_bind_error?: Given<number | string>;
  /**
   * Does not remember where the server found recent changes of hybrid tables.
   *
   * @defaultValue `false`
   */
  readonly disable_query_context_cache?: Given<boolean | string>;
  /** Uses narrower credentials for files on Google Cloud. */
  readonly gcs_use_downscoped_credential?: Given<boolean | string>;
  /**
   * PUT leaves out files that are already there with the same content. No effect here. The driver compares nothing;
   * write OVERWRITE = FALSE in the PUT statement.
   *
   * @defaultValue `false`
   */
  readonly skip_upload_on_content_match?: Given<boolean | string>;
  /** PUT stops at the first file that fails. No effect here. The driver’s own rules for file transfers hold. */
  readonly put_fastfail?: Given<boolean | string>;
  /** GET stops at the first file that fails. No effect here. The driver’s own rules for file transfers hold. */
  readonly get_fastfail?: Given<boolean | string>;
  /**
   * Reaches stages on S3 under the region’s own address. No effect here. The driver takes the address the server gives.
   *
   * @defaultValue `false`
   */
  readonly use_s3_regional_url?: Given<boolean | string>;
  /**
   * GET writes files that every user may read. No effect here. The process’s umask decides who may read them.
   *
   * @defaultValue `false`
   */
  readonly unsafe_file_write?: Given<boolean | string>;
  /**
   * A failed file transfer throws its first error. No effect here. A failed file transfer always throws.
   *
   * @defaultValue `false`
   */
  readonly reraise_error_in_file_transfer_work_function?: Given<boolean | string>;
  /**
   * Upper bound of files that are transferred at the same time. No effect here. The driver’s own rules for file
   * transfers hold.
   */
  readonly snowflake_server_dop_cap_for_file_transfer?: Given<unknown>;
  /** Cuts times to microseconds. No effect here. Values are always exact here, whatever this says. */
  readonly force_microsecond_precision?: Given<unknown>;
  /** Reads results with the connector’s compiled core. No effect here. It is about Python’s own values or threads. */
  readonly use_core_arrow?: Given<unknown>;
  /** Gives NumPy values. No effect here. It is about Python’s own values or threads. */
  readonly numpy?: Given<unknown>;
  /** Python class that converts values. No effect here. It is about Python’s own values or threads. */
  readonly converter_class?: Given<unknown>;
  /**
   * Gives decimal numbers as Python’s Decimal. No effect here. Values are always exact here, whatever this says.
   *
   * @defaultValue `false`
   */
  readonly arrow_number_to_decimal?: Given<boolean | string>;
  /**
   * Knows years before 0. No effect here. Values are always exact here, whatever this says.
   *
   * @defaultValue `true`
   */
  readonly support_negative_year?: Given<boolean | string>;
  /** Writes empty lists into SQL. No effect here. It is about Python’s own values or threads. */
  readonly interpolate_empty_sequences?: Given<unknown>;
  /** Lets Python cursors be read again. No effect here. It is about Python’s own values or threads. */
  readonly reuse_results?: Given<unknown>;
  /** Decodes results as UTF-8. No effect here. It is about Python’s own values or threads. */
  readonly json_result_force_utf8_decoding?: Given<unknown>;
  /** Looks for failed conversions in every column. No effect here. It is about Python’s own values or threads. */
  readonly check_arrow_conversion_error_on_every_column?: Given<unknown>;
  /** Writes parts of results to the log. No effect here. It is about Python’s own values or threads. */
  readonly debug_arrow_chunk?: Given<unknown>;
  /** Number of Python threads that fetch. No effect here. It is about Python’s own values or threads. */
  readonly client_fetch_threads?: Given<unknown>;
  /** Fetches in several Python processes. No effect here. It is about Python’s own values or threads. */
  readonly client_fetch_use_mp?: Given<unknown>;
  /** Number of Python threads for files. No effect here. It is about Python’s own values or threads. */
  readonly iobound_tpe_limit?: Given<unknown>;
}
