// Made by scripts/generate-parameters.js from the parameter table. Do not edit.

import type { Choice, Given } from './given.js';

/** Options of the topic `workloadIdentity`, under their canonical names. */
export interface WorkloadIdentityOptions {
  /** Who vouches for the workload. */
  readonly workload_identity_provider?: Given<Choice<'AWS' | 'AZURE' | 'GCP' | 'OIDC'>>;
  /** Entra ID resource to ask a token for, with provider `AZURE`. */
  readonly workload_identity_entra_resource?: Given<string>;
  /** Client id of the managed identity, with provider `AZURE`. */
  readonly workload_identity_azure_client_id?: Given<string>;
  /** Identities to go through, the last of which signs in. */
  readonly workload_identity_impersonation_path?: Given<readonly string[] | string>;
  /**
   * Asks AWS for a web identity token instead of a signed request, with provider `AWS`.
   *
   * @defaultValue `false`
   */
  readonly workload_identity_aws_use_outbound_token?: Given<boolean | string>;
  /**
   * Host of the AWS service that vouches for the workload. Refused here. The driver takes the host of the region; set
   * the variable AWS_REGION.
   */
  readonly workload_identity_host?: Given<string>;
}
