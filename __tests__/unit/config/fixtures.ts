import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { World } from './sources.js';

/** One case of the fixture files: what is written, and what has to come of it. */
export interface ConfigurationCase {
  readonly name: string;
  /** One options object for each call, in order. */
  readonly calls: readonly Readonly<Record<string, unknown>>[];
  readonly world?: World;
  /** What must be part of the settings; absent where problems are expected. */
  readonly expected?: ExpectedSettings;
  /** Parameter and a part of the message, for every problem, in order. */
  readonly problems?: readonly (readonly [string, string])[];
  /** Why Snowflake's Python connector makes something else of it, on purpose. */
  readonly python?: string;
}

export interface ExpectedSettings {
  readonly values?: Readonly<Record<string, unknown>>;
  /** Parameters that must have no value. */
  readonly absent?: readonly string[];
  readonly endpoint?: Readonly<Record<string, unknown>>;
  readonly authenticator?: string;
  /** All of them. */
  readonly sessionParameters?: Readonly<Record<string, unknown>>;
  readonly timeouts?: Readonly<Record<string, number | null>>;
  readonly driver?: Readonly<Record<string, unknown>>;
  /** Driver options that must not be set. */
  readonly absentDriver?: readonly string[];
  /** All of the driver's process-wide options. */
  readonly process?: Readonly<Record<string, unknown>>;
  /** A part of each note, in order; an empty array asks for none. */
  readonly notes?: readonly string[];
  readonly sources?: Readonly<Record<string, string>>;
}

const DIRECTORY = join(import.meta.dirname, '..', '..', 'fixtures', 'config');

/** Every case, by topic: the name of its file. */
export function readCases(): readonly (ConfigurationCase & { readonly topic: string })[] {
  return readdirSync(DIRECTORY)
    .filter((file) => file.endsWith('.json'))
    .flatMap((file) => {
      const cases = JSON.parse(readFileSync(join(DIRECTORY, file), 'utf8')) as readonly ConfigurationCase[];
      return cases.map((one) => ({ ...one, topic: file.replace('.json', '') }));
    });
}
