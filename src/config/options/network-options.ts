// Made by scripts/generate-parameters.js from the parameter table. Do not edit.

import type { SecretSource } from '../secret-value.js';
import type { Choice, Given } from './given.js';

/** Options of the topic `network`, under their canonical names. */
export interface NetworkOptions {
  /** Host name of the proxy. */
  readonly proxy_host?: Given<string>;
  /** Port of the proxy. */
  readonly proxy_port?: Given<number | string>;
  /** Name of the user at the proxy. */
  readonly proxy_user?: Given<string>;
  /** Password of the user at the proxy. */
  readonly proxy_password?: Given<string | SecretSource>;
  /**
   * How the proxy is spoken to.
   *
   * @defaultValue `"http"`
   */
  readonly proxy_protocol?: Given<Choice<'http' | 'https'>>;
  /** Hosts to reach without the proxy; `*` stands for any text. */
  readonly no_proxy?: Given<readonly string[] | string>;
  /**
   * Address of the proxy in one piece. Refused here. Give its parts: proxy_host, proxy_port, proxy_user and
   * proxy_password.
   */
  readonly proxy?: Given<string | SecretSource>;
  /**
   * Uses the proxy that the variables `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY` name. Holds for the whole process.
   *
   * @defaultValue `true`
   */
  readonly use_proxy_env?: Given<boolean | string>;
  /**
   * Takes an empty proxy as none. No effect here. An empty proxy is always none.
   *
   * @defaultValue `true`
   */
  readonly allow_empty_proxy?: Given<boolean | string>;
  /**
   * Asks for the state of certificates through the proxy of this connection.
   *
   * @defaultValue `false`
   */
  readonly use_connection_config_proxy_for_ocsp?: Given<boolean | string>;
  /**
   * Keeps connections to the server open between requests. Holds for the whole process.
   *
   * @defaultValue `true`
   */
  readonly keep_alive?: Given<boolean | string>;
  /**
   * File with certificates of authorities to trust. Refused here. Node checks certificates for the whole process; add
   * your own with NODE_EXTRA_CA_CERTS.
   */
  readonly custom_root_store_path?: Given<string>;
  /**
   * Compares the host name with the server’s certificate. Refused here. Certificates are always checked; add your own
   * authority with NODE_EXTRA_CA_CERTS.
   *
   * @defaultValue `true`
   */
  readonly verify_hostname?: Given<boolean | string>;
  /**
   * Checks the server’s certificate. Refused here. Certificates are always checked; add your own authority with
   * NODE_EXTRA_CA_CERTS.
   *
   * @defaultValue `true`
   */
  readonly verify_certificates?: Given<boolean | string>;
  /**
   * Trusts any certificate. Refused here. Certificates are always checked; add your own authority with
   * NODE_EXTRA_CA_CERTS.
   *
   * @defaultValue `false`
   */
  readonly tls_skip_verify?: Given<boolean | string>;
  /**
   * Oldest version of TLS to use. Refused here. Node decides for the process: start it with --tls-min-v1.3.
   *
   * @defaultValue `"tls12"`
   */
  readonly min_tls_version?: Given<string>;
  /**
   * Newest version of TLS to use. Refused here. Node decides for the process: start it with --tls-max-v1.2.
   *
   * @defaultValue `"tls13"`
   */
  readonly max_tls_version?: Given<string>;
}
