import type { Authentication } from '../../authentication/authentication.js';
import { readAuthentication } from '../../authentication/read-authentication.js';
import type { ConnectionSettings } from '../../config/settings.js';
import { ConfigurationError } from '../../errors.js';
import type { Secret } from '../../secret.js';
import { type Report, StepFailure, type StepNotes } from './report.js';
import { readTokenClaims } from './token-claims.js';

/** Opens the key, or reads the token, that the sign-in will use. Nothing is sent. */
export async function checkCredentials(report: Report, settings: ConnectionSettings): Promise<void> {
  await report.run('credentials', async (notes) => {
    describe(await read(settings), settings, notes);
  });
}

async function read(settings: ConnectionSettings): Promise<Authentication> {
  try {
    return await readAuthentication(settings);
  } catch (error) {
    if (error instanceof ConfigurationError) {
      const [problem] = error.problems;
      throw new StepFailure(
        error.message,
        REMEDIES[problem?.parameter ?? ''] ?? 'Correct the parameter where it stands.',
      );
    }
    throw error;
  }
}

const KEY_REMEDY =
  'Give the RSA private key that belongs to RSA_PUBLIC_KEY of the user, as PEM text: -----BEGIN PRIVATE KEY-----.';

const REMEDIES: Readonly<Record<string, string>> = {
  private_key_password:
    'Give the passphrase the key was made with, as private_key_passphrase; or make a new key and give its public half to the user in Snowflake.',
  private_key: KEY_REMEDY,
  private_key_file: KEY_REMEDY,
};

function describe(authentication: Authentication, { authenticator }: ConnectionSettings, notes: StepNotes): void {
  switch (authentication.way) {
    case 'SNOWFLAKE':
      notes.found('user and password');
      break;
    case 'USERNAME_PASSWORD_MFA':
      notes.found('user, password and a second factor');
      break;
    case 'SNOWFLAKE_JWT': {
      const { fingerprint, form, bits } = authentication.key;
      notes.found(`RSA key of ${bits} bits (${form})`);
      notes.found(`fingerprint ${fingerprint}, to compare with RSA_PUBLIC_KEY_FP of DESC USER ${authentication.user}`);
      break;
    }
    case 'PROGRAMMATIC_ACCESS_TOKEN':
    case 'OAUTH':
      describeToken(authentication.token, notes);
      break;
    case 'WORKLOAD_IDENTITY':
      notes.found(`the identity that ${authentication.provider} gives this workload`);
      if (authentication.token !== undefined) {
        describeToken(authentication.token, notes);
      }
      break;
    case 'EXTERNALBROWSER':
    case 'OAUTH_AUTHORIZATION_CODE':
      notes.found('a browser opens at the login, and waits for a person');
      break;
    case 'OAUTH_CLIENT_CREDENTIALS':
    case 'OKTA':
    case 'SESSION':
      notes.found(`what ${authenticator} needs is there`);
      break;
    default:
      authentication satisfies never;
  }
}

function describeToken(token: Secret, notes: StepNotes): void {
  const claims = readTokenClaims(token.reveal());
  if (claims === undefined) {
    notes.found('a token that does not tell how long it counts');
    return;
  }
  const { issuer, expiresAt, notBefore } = claims;
  notes.found(`a JSON Web Token${issuer === undefined ? '' : ` of ${issuer}`}`);
  const now = Date.now();
  if (notBefore !== undefined && notBefore.getTime() > now) {
    throw new StepFailure(
      `the token does not count before ${notBefore.toISOString()}; here it is ${new Date(now).toISOString()}.`,
      'Check the clock of this machine, or wait until then.',
    );
  }
  if (expiresAt === undefined) {
    notes.found('it does not say when it ends');
  } else if (expiresAt.getTime() <= now) {
    throw new StepFailure(
      `the token expired at ${expiresAt.toISOString()}; here it is ${new Date(now).toISOString()}.`,
      'Get a new token from whoever issued it; if it should still count, check the clock of this machine.',
    );
  } else {
    notes.found(`it counts until ${expiresAt.toISOString()}`);
  }
}
