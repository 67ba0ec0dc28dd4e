import { ConfigurationError } from '../errors.js';
import type { ActionOptions } from '../query/action-options.js';
import type { SessionSettings } from './session-settings.js';

/** The name of the program, as it goes into the query tag of its sessions. */
export interface AppName {
  readonly name: string;
  /** True for a tag that is a JSON object. */
  readonly json: boolean;
}

/** @throws ConfigurationError when it is no name. */
export function checkAppName(name: unknown, json: boolean): AppName {
  if (typeof name !== 'string' || name === '') {
    throw new ConfigurationError([
      { parameter: 'appName', source: 'appName(…)', message: 'needs a name that is not empty.' },
    ]);
  }
  return { name, json };
}

/** Writes the name into the session's query tag, beside what is there. */
export async function writeAppName(
  session: Pick<SessionSettings, 'appendQueryTag' | 'updateQueryTag'>,
  { name, json }: AppName,
  options: ActionOptions,
): Promise<void> {
  if (json) {
    await session.updateQueryTag({ APPNAME: name }, options);
  } else {
    await session.appendQueryTag(`APPNAME=${name}`, ',', options);
  }
}
