import { checkServerIdentity, type DetailedPeerCertificate, type TLSSocket } from 'node:tls';

import { StepFailure, type StepNotes } from './report.js';

const DAY_MS = 86_400_000;
const SOON_MS = 14 * DAY_MS;

/**
 * Judges the certificate that a server showed.
 *
 * @throws StepFailure with everything that is wrong with it.
 */
export function checkCertificate(notes: StepNotes, socket: TLSSocket, host: string): void {
  const certificate = socket.getPeerCertificate(true);
  const chain = chainOf(certificate);
  notes.found(`${socket.getProtocol() ?? 'TLS'}; the certificate is for ${namesOf(certificate)}`);
  notes.found(`issued by ${chain.map(({ issuer }) => nameOf(issuer)).join(', by ')}`);
  notes.found(`valid from ${moment(certificate.valid_from)} until ${moment(certificate.valid_to)}`);
  const faults = faultsOf(socket, certificate, host);
  const [first, ...others] = faults;
  if (first !== undefined) {
    throw new StepFailure(
      faults.map(({ what }) => what),
      first.remedy,
      ...others.map(({ remedy }) => remedy),
    );
  }
  const left = Date.parse(certificate.valid_to) - Date.now();
  if (left < SOON_MS) {
    notes.warn(`it ends in ${Math.ceil(left / DAY_MS)} days`, 'Who runs the server has to renew it before that.');
  }
}

interface Fault {
  readonly what: string;
  readonly remedy: string;
}

/** Each looked for by itself: OpenSSL tells the first only, and an unknown issuer would hide that it has expired. */
function faultsOf(socket: TLSSocket, certificate: DetailedPeerCertificate, host: string): readonly Fault[] {
  const now = Date.now();
  const faults: Fault[] = [];
  if (Date.parse(certificate.valid_to) < now) {
    faults.push({
      what: `the certificate expired at ${moment(certificate.valid_to)}; here it is ${new Date(now).toISOString()}.`,
      remedy: 'Check the clock of this machine; if it is right, who runs the server has to renew the certificate.',
    });
  }
  if (Date.parse(certificate.valid_from) > now) {
    faults.push({
      what: `the certificate is valid from ${moment(certificate.valid_from)} on; here it is ${new Date(now).toISOString()}.`,
      remedy: 'Check the clock of this machine.',
    });
  }
  if (checkServerIdentity(bare(host), certificate) !== undefined) {
    faults.push({
      what: `the certificate is not for ${host}, but for ${namesOf(certificate)}.`,
      remedy: 'Check account and host; something on the way may answer in the place of the server.',
    });
  }
  const trust = trustFault(codeOf(socket), certificate);
  return trust === undefined ? faults : [...faults, trust];
}

/** The reason is typed as an error, and is the text of a code. */
function codeOf({ authorizationError }: TLSSocket): string {
  return String(authorizationError ?? '');
}

/** Named by dates and names already, where these are what is wrong. */
const TOLD_ELSEWHERE: ReadonlySet<string> = new Set([
  '',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

const TRUST_REMEDY =
  'If a proxy of your company opens TLS, or the server is your own: start Node with NODE_EXTRA_CA_CERTS=<file with the certificate of its authority>.';

function trustFault(code: string, certificate: DetailedPeerCertificate): Fault | undefined {
  if (TOLD_ELSEWHERE.has(code)) {
    return undefined;
  }
  const isOwnIssuer = code === 'DEPTH_ZERO_SELF_SIGNED_CERT';
  return {
    what: isOwnIssuer
      ? `the certificate is self-signed: nobody vouches for it (${code}).`
      : `nobody this machine trusts has issued the certificate, but ${nameOf(certificate.issuer)} (${code}).`,
    remedy: TRUST_REMEDY,
  };
}

function chainOf(certificate: DetailedPeerCertificate): readonly DetailedPeerCertificate[] {
  const chain: DetailedPeerCertificate[] = [];
  // The last one is its own issuer, where the server sends it.
  for (let next: DetailedPeerCertificate | undefined = certificate; next !== undefined; next = next.issuerCertificate) {
    if (chain.some(({ fingerprint256 }) => fingerprint256 === next?.fingerprint256)) {
      break;
    }
    chain.push(next);
  }
  return chain;
}

const SHOWN_NAMES = 4;

function namesOf({ subject, subjectaltname }: DetailedPeerCertificate): string {
  const names = (subjectaltname ?? '').split(', ').filter((name) => name !== '');
  const plain = names.map((name) => name.replace(/^(DNS|IP Address):/, ''));
  const all = plain.length === 0 ? [nameOf(subject)] : plain;
  const more = all.length - SHOWN_NAMES;
  return all.slice(0, SHOWN_NAMES).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

function nameOf({ CN, O }: DetailedPeerCertificate['subject']): string {
  return [CN ?? O ?? 'somebody without a name'].flat().join(', ');
}

function moment(text: string): string {
  return new Date(text).toISOString();
}

function bare(host: string): string {
  return host.replace(/^\[(.*)\]$/, '$1');
}
