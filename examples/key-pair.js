// A service in a container, with a key pair. The key is a mounted secret, its passphrase is
// asked for at each login, and nothing secret stands in the image or in the environment.
// Run it: SNOWFLAKE_ACCOUNT=… SNOWFLAKE_USER=… node examples/key-pair.js
import { readFile } from 'node:fs/promises';

import { AuthenticationError, Session } from 'snowpark-session';

const secrets = process.env.SECRETS ?? '/run/secrets';

try {
  const session = await Session.builder
    .configs({
      account: process.env.SNOWFLAKE_ACCOUNT,
      user: process.env.SNOWFLAKE_USER,
      server_url: process.env.SNOWFLAKE_URL, // only for a private address
      private_key_file: `${secrets}/rsa_key.p8`,
      private_key_passphrase: async () => (await readFile(`${secrets}/passphrase`, 'utf8')).trim(),
    })
    .create();
  console.log(await session.getCurrentUser());
  await session.close();
} catch (error) {
  if (!(error instanceof AuthenticationError)) {
    throw error;
  }
  // The hint has the fingerprint to compare with RSA_PUBLIC_KEY_FP of DESC USER.
  console.error(error.message);
  process.exitCode = 1;
}
