import type { ParameterRows } from './parameter.js';

const SYSTEM_STORE = 'Node checks certificates for the whole process; add your own with NODE_EXTRA_CA_CERTS.';
const NO_SKIPPING = 'Certificates are always checked; add your own authority with NODE_EXTRA_CA_CERTS.';

/** The way to the server: proxies and encryption. */
export const networkParameters = {
  proxy_host: {
    type: 'text',
    about: 'Host name of the proxy.',
    effect: { kind: 'driver', name: 'proxyHost' },
  },
  proxy_port: {
    type: 'integer',
    minimum: 1,
    maximum: 65535,
    about: 'Port of the proxy.',
    effect: { kind: 'driver', name: 'proxyPort' },
  },
  proxy_user: {
    type: 'text',
    about: 'Name of the user at the proxy.',
    effect: { kind: 'driver', name: 'proxyUser' },
  },
  proxy_password: {
    type: 'text',
    secret: true,
    about: 'Password of the user at the proxy.',
    effect: { kind: 'driver', name: 'proxyPassword' },
  },
  proxy_protocol: {
    type: 'choice',
    choices: ['http', 'https'],
    default: 'http',
    aliases: ['proxy_scheme'],
    about: 'How the proxy is spoken to.',
    effect: { kind: 'driver', name: 'proxyProtocol' },
  },
  no_proxy: {
    type: 'list',
    about: 'Hosts to reach without the proxy; `*` stands for any text.',
    effect: { kind: 'driver', name: 'noProxy', convert: 'pipes' },
  },
  proxy: {
    type: 'text',
    secret: true,
    about: 'Address of the proxy in one piece.',
    effect: { kind: 'refused', why: 'Give its parts: proxy_host, proxy_port, proxy_user and proxy_password.' },
  },
  use_proxy_env: {
    type: 'boolean',
    default: true,
    aliases: ['proxy_with_env', 'use_env_proxy'],
    about: 'Uses the proxy that the variables `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY` name.',
    effect: { kind: 'driver-process', name: 'useEnvProxy' },
  },
  allow_empty_proxy: {
    type: 'boolean',
    default: true,
    about: 'Takes an empty proxy as none.',
    effect: { kind: 'none', why: 'An empty proxy is always none.' },
  },
  use_connection_config_proxy_for_ocsp: {
    type: 'boolean',
    default: false,
    about: 'Asks for the state of certificates through the proxy of this connection.',
    effect: { kind: 'driver', name: 'useConnectionConfigProxyForOCSP' },
  },
  keep_alive: {
    type: 'boolean',
    default: true,
    about: 'Keeps connections to the server open between requests.',
    effect: { kind: 'driver-process', name: 'keepAlive' },
  },
  custom_root_store_path: {
    type: 'text',
    aliases: ['tls_custom_root_store_path'],
    about: 'File with certificates of authorities to trust.',
    effect: { kind: 'refused', why: SYSTEM_STORE },
  },
  verify_hostname: {
    type: 'boolean',
    default: true,
    aliases: ['tls_verify_hostname'],
    about: 'Compares the host name with the server’s certificate.',
    effect: { kind: 'refused', harmless: [true], why: NO_SKIPPING },
  },
  verify_certificates: {
    type: 'boolean',
    default: true,
    aliases: ['tls_verify_certificates'],
    about: 'Checks the server’s certificate.',
    effect: { kind: 'refused', harmless: [true], why: NO_SKIPPING },
  },
  tls_skip_verify: {
    type: 'boolean',
    default: false,
    about: 'Trusts any certificate.',
    effect: { kind: 'refused', harmless: [false], why: NO_SKIPPING },
  },
  min_tls_version: {
    type: 'text',
    default: 'tls12',
    about: 'Oldest version of TLS to use.',
    effect: {
      kind: 'refused',
      harmless: ['tls12'],
      why: 'Node decides for the process: start it with --tls-min-v1.3.',
    },
  },
  max_tls_version: {
    type: 'text',
    default: 'tls13',
    about: 'Newest version of TLS to use.',
    effect: {
      kind: 'refused',
      harmless: ['tls13'],
      why: 'Node decides for the process: start it with --tls-max-v1.2.',
    },
  },
} as const satisfies ParameterRows;
