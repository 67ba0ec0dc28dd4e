// Made by scripts/generate-parameters.js from the parameter table. Do not edit.

import type { Choice, Given } from './given.js';

/** Options of the topic `revocation`, under their canonical names. */
export interface RevocationOptions {
  /**
   * Does not ask whether certificates have been revoked (OCSP). Holds for the whole process.
   *
   * @defaultValue `false`
   */
  readonly disable_ocsp_checks?: Given<boolean | string>;
  /**
   * Goes on when nobody answers whether a certificate has been revoked. Holds for the whole process.
   *
   * @defaultValue `true`
   */
  readonly ocsp_fail_open?: Given<boolean | string>;
  /**
   * File in which answers about certificates are kept. No effect here. The driver keeps them where the variable
   * SF_OCSP_RESPONSE_CACHE_DIR says.
   */
  readonly ocsp_response_cache_filename?: Given<string>;
  /** Longest wait for the lock on the authorities’ certificates. In seconds. No effect here. There is no such lock here. */
  readonly ocsp_root_certs_dict_lock_timeout?: Given<number | string>;
  /**
   * Looks certificates up in lists of revoked ones (CRL).
   *
   * @defaultValue `"DISABLED"`
   */
  readonly crl_check_mode?: Given<Choice<'DISABLED' | 'ADVISORY' | 'ENABLED'>>;
  /**
   * Accepts certificates that name no list.
   *
   * @defaultValue `false`
   */
  readonly crl_allow_certificates_without_crl_url?: Given<boolean | string>;
  /**
   * Keeps lists in memory.
   *
   * @defaultValue `true`
   */
  readonly crl_enable_memory_caching?: Given<boolean | string>;
  /**
   * Keeps lists on disk.
   *
   * @defaultValue `true`
   */
  readonly crl_enable_disk_caching?: Given<boolean | string>;
  /** Directory of the lists on disk. Holds for the whole process. */
  readonly crl_cache_dir?: Given<string>;
  /**
   * Largest list to fetch. In bytes. Holds for the whole process.
   *
   * @defaultValue `20971520`
   */
  readonly crl_max_download_size?: Given<number | string>;
  /**
   * How long a kept list counts. In seconds. Holds for the whole process.
   *
   * @defaultValue `86400`
   */
  readonly crl_validity_time?: Given<number | string>;
  /**
   * Longest time to fetch a list. In seconds. Holds for the whole process.
   *
   * @defaultValue `10`
   */
  readonly crl_http_timeout?: Given<number | string>;
  /**
   * Longest time until a connection to the list’s server stands. In seconds. No effect here. crl_http_timeout limits
   * the whole request.
   *
   * @defaultValue `10`
   */
  readonly crl_connection_timeout?: Given<number | string>;
  /**
   * How long an outdated list stays on disk. In seconds. No effect here. The driver has no such setting; its own value
   * holds.
   *
   * @defaultValue `604800`
   */
  readonly crl_on_disk_cache_removal_delay?: Given<number | string>;
  /**
   * Time between two removals of outdated lists. In seconds. No effect here. The driver has no such setting; its own
   * value holds.
   *
   * @defaultValue `3600`
   */
  readonly crl_cache_cleanup_interval?: Given<number | string>;
  /**
   * Removes outdated lists at the start. No effect here. The driver has no such setting; its own value holds.
   *
   * @defaultValue `false`
   */
  readonly crl_cache_start_cleanup?: Given<boolean | string>;
  /**
   * Uses lists on disk even when other users may write to them. No effect here. The driver decides which lists on disk
   * it trusts.
   *
   * @defaultValue `false`
   */
  readonly crl_unsafe_skip_file_permissions_check?: Given<boolean | string>;
}
