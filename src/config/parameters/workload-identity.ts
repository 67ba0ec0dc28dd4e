import type { ParameterRows } from './parameter.js';

/** Signing in with the identity the platform gives to the workload. */
export const workloadIdentityParameters = {
  workload_identity_provider: {
    type: 'choice',
    choices: ['AWS', 'AZURE', 'GCP', 'OIDC'],
    about: 'Who vouches for the workload.',
    effect: { kind: 'driver', name: 'workloadIdentityProvider' },
  },
  workload_identity_entra_resource: {
    type: 'text',
    aliases: ['workload_identity_azure_entra_id_resource'],
    about: 'Entra ID resource to ask a token for, with provider `AZURE`.',
    effect: { kind: 'driver', name: 'workloadIdentityAzureEntraIdResource' },
  },
  workload_identity_azure_client_id: {
    type: 'text',
    about: 'Client id of the managed identity, with provider `AZURE`.',
    effect: { kind: 'driver', name: 'workloadIdentityAzureClientId' },
  },
  workload_identity_impersonation_path: {
    type: 'list',
    about: 'Identities to go through, the last of which signs in.',
    effect: { kind: 'driver', name: 'workloadIdentityImpersonationPath' },
  },
  workload_identity_aws_use_outbound_token: {
    type: 'boolean',
    default: false,
    about: 'Asks AWS for a web identity token instead of a signed request, with provider `AWS`.',
    effect: { kind: 'driver', name: 'workloadIdentityAwsUseOutboundToken' },
  },
  workload_identity_host: {
    type: 'text',
    aliases: ['wif_host'],
    about: 'Host of the AWS service that vouches for the workload.',
    effect: { kind: 'refused', why: 'The driver takes the host of the region; set the variable AWS_REGION.' },
  },
} as const satisfies ParameterRows;
