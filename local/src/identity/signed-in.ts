/** Who signed in, and what it is given to come back without being asked. */
export interface SignedIn {
  /** In capitals. */
  readonly user: string;
  readonly idToken?: string;
  readonly mfaToken?: string;
}
