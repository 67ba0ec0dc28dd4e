import type { Clock } from './clock.js';
import type { Faults } from './faults.js';
import type { LocalConnectionOptions } from './local-snowflake.js';
import type { QueryRecord } from './query-registry.js';
import type { LoggedRequest } from './request-log.js';
import type { Seed } from './seed.js';

/** A running engine, wherever it runs. */
export interface EngineHost {
  readonly url: string;
  readonly certificate: string | undefined;
  readonly connectionOptions: LocalConnectionOptions;
  readonly faults: Faults;
  readonly clock: Clock;
  requests(): readonly LoggedRequest[];
  queries(): readonly QueryRecord[];
  expireSessions(master: boolean): void;
  revokeTokens(): void;
  reset(): Promise<void>;
  seed(seed: Seed): Promise<void>;
  close(): Promise<void>;
}
