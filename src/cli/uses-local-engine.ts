import type { ConnectionSettings } from '../config/settings.js';

/** Whether a session would run on an engine of its own process. */
export function usesLocalEngine({ values: { local_testing: local } }: ConnectionSettings): boolean {
  return local !== undefined && local !== false;
}
