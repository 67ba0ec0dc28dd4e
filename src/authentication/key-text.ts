/** The bytes of a key and their form, or what was given in a key's place. */
export type KeyText = { readonly format: 'pem' | 'der'; readonly bytes: Buffer } | { readonly mistake: string };

const PEM = /-----BEGIN ([A-Z0-9 ]+)-----/;
const BASE64 = /^[A-Za-z0-9+/_-]+={0,2}$/;

/** What people give in place of a private key, by the label of its PEM text. */
const MISTAKES: Readonly<Record<string, string>> = {
  'PUBLIC KEY': 'is a public key; give the private one. The public one belongs to the user in Snowflake.',
  'RSA PUBLIC KEY': 'is a public key; give the private one. The public one belongs to the user in Snowflake.',
  CERTIFICATE: 'is a certificate; give the private key.',
  'CERTIFICATE REQUEST': 'is a request for a certificate; give the private key.',
  'OPENSSH PRIVATE KEY': 'is in OpenSSH’s own form. Turn a copy into PEM: ssh-keygen -p -m PKCS8 -f <copy>',
};

/** Finds out which form a key has. */
export function readKeyText(key: string | Uint8Array): KeyText {
  if (typeof key !== 'string') {
    const bytes = Buffer.from(key);
    return PEM.test(bytes.subarray(0, 4096).toString('latin1'))
      ? readPem(bytes.toString('utf8'))
      : { format: 'der', bytes };
  }
  // A variable or a TOML literal often holds the line ends written out.
  const text = key.replaceAll('\\r', '').replaceAll('\\n', '\n').trim();
  if (PEM.test(text)) {
    return readPem(text);
  }
  const packed = text.replaceAll(/\s/g, '');
  if (packed === '') {
    return { mistake: 'is empty.' };
  }
  if (!BASE64.test(packed)) {
    return { mistake: 'is neither PEM text (-----BEGIN PRIVATE KEY-----) nor base64 of a key.' };
  }
  const bytes = Buffer.from(packed, 'base64');
  const unpacked = bytes.toString('latin1');
  return PEM.test(unpacked) ? readPem(unpacked) : { format: 'der', bytes };
}

function readPem(text: string): KeyText {
  const [, label = ''] = PEM.exec(text) ?? [];
  const mistake = MISTAKES[label];
  if (mistake !== undefined) {
    return { mistake };
  }
  const [begin, end] = [`-----BEGIN ${label}-----`, `-----END ${label}-----`];
  const body = text.slice(text.indexOf(begin) + begin.length).split(end);
  if (body.length === 1) {
    return { mistake: `ends before "${end}".` };
  }
  // Some secret stores put spaces in place of the line ends, which OpenSSL does not read.
  const lines = body[0]?.includes('\n') === true ? body[0] : `\n${(body[0] ?? '').replaceAll(/\s/g, '')}\n`;
  return { format: 'pem', bytes: Buffer.from(`${begin}${lines}${end}\n`) };
}
