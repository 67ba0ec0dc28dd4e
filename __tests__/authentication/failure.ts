/** One sign-in that must fail, and how. */
export interface Failure {
  readonly options: Readonly<Record<string, unknown>>;
  readonly code: string;
  /** What the message says; the hint is part of it. */
  readonly says: RegExp;
  readonly serverCode?: string;
}

export const SECRET = 'planted-secret-7f3a';
export const CONFIGURATION = 'CONFIGURATION_INVALID';
export const AUTHENTICATION = 'AUTHENTICATION_FAILED';
