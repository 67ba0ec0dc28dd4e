/** Whether and how the engine speaks HTTPS. */
export type LocalTls =
  | boolean
  /** PEM text of your own key and certificate. */
  | { readonly key: string; readonly cert: string }
  /** A certificate made at start, for these names besides `localhost` and `127.0.0.1`. */
  | { readonly names: readonly string[] };

/** A key and its certificate, as PEM text. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

/** @throws TypeError when it is none of what it can be */
export function readTls(written: unknown): LocalTls {
  if (written === undefined || typeof written === 'boolean') {
    return written ?? false;
  }
  if (isCertificate(written) || hasNames(written)) {
    return written;
  }
  throw new TypeError('LocalSnowflake.start: tls must be true, { key, cert } as PEM text, or { names: […] }.');
}

/** The certificate to serve with; undefined without TLS. One made here is good for a day and its own authority. */
export async function makeCertificate(tls: LocalTls): Promise<Certificate | undefined> {
  if (tls === false || isCertificate(tls)) {
    return tls === false ? undefined : tls;
  }
  // Loaded only when it is wanted: few engines speak HTTPS.
  const { generate } = await import('selfsigned');
  const names = ['localhost', ...(tls === true ? [] : tls.names)];
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'snowpark-session-local' }], {
    algorithm: 'sha256',
    keySize: 2048,
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'keyUsage', digitalSignature: true, keyEncipherment: true, keyCertSign: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [...names.map((value) => ({ type: 2, value }) as const), { type: 7, ip: '127.0.0.1' }],
      },
    ],
  });
  return { key, cert };
}

function isCertificate(value: unknown): value is Certificate {
  return isObject(value) && typeof value['key'] === 'string' && typeof value['cert'] === 'string';
}

function hasNames(value: unknown): value is { readonly names: readonly string[] } {
  const names = isObject(value) ? value['names'] : undefined;
  return Array.isArray(names) && names.every((name) => typeof name === 'string');
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
