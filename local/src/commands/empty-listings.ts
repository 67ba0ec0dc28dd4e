import { TERSE, shapeOf, type Lister } from './listing.js';

const INTEGRATION = 'name type category enabled comment created_on@';
const PLACE = 'created_on@ name database_name schema_name';
const POLICY = `${PLACE} kind owner comment owner_role_type options`;

/** Kinds of which the engine never has any: tools that look for them find none. */
const ABSENT: Readonly<Record<string, string>> = {
  ALERTS: `${PLACE} owner comment warehouse schedule state condition action owner_role_type`,
  'AGGREGATION POLICIES': POLICY,
  'API INTEGRATIONS': INTEGRATION,
  APPLICATIONS:
    'created_on@ name is_default is_current source_type source owner comment version label patch# options retention_time',
  'APPLICATION PACKAGES':
    'created_on@ name is_default is_current distribution owner comment retention_time options dropped_on@ application_class',
  'AUTHENTICATION POLICIES': POLICY,
  'CATALOG INTEGRATIONS': INTEGRATION,
  'COMPUTE POOLS':
    'name state min_nodes# max_nodes# instance_family num_services# num_jobs# auto_suspend_secs# auto_resume active_nodes# idle_nodes# target_nodes# created_on@ resumed_on@ updated_on@ owner comment is_exclusive application',
  CONNECTIONS:
    'region_group snowflake_region created_on@ account_name name comment is_primary primary failover_allowed_to_accounts connection_url organization_name account_locator',
  'CORTEX SEARCH SERVICES': `${PLACE} warehouse target_lag definition search_column attribute_columns columns comment`,
  'DATABASE ROLES':
    'created_on@ name is_default is_current is_inherited granted_to_roles# granted_to_database_roles# granted_database_roles# owner comment owner_role_type',
  'DATA METRIC FUNCTIONS':
    'created_on@ name schema_name is_builtin is_aggregate is_ansi min_num_arguments# max_num_arguments# arguments description catalog_name is_table_function valid_for_clustering is_secure secrets external_access_integrations is_external_function language is_memoizable is_data_metric',
  DATASETS: `${PLACE} comment owner versions`,
  'DYNAMIC TABLES': `${PLACE} cluster_by rows# bytes# owner target_lag refresh_mode refresh_mode_reason warehouse comment text automatic_clustering scheduling_state last_suspended_on@ is_clone is_replica is_iceberg data_timestamp@ owner_role_type`,
  'EVENT TABLES': `${PLACE} owner comment owner_role_type`,
  'EXTERNAL ACCESS INTEGRATIONS': INTEGRATION,
  'EXTERNAL FUNCTIONS':
    'created_on@ name schema_name is_builtin is_aggregate is_ansi min_num_arguments# max_num_arguments# arguments description catalog_name is_table_function valid_for_clustering is_secure is_external_function language is_memoizable is_data_metric',
  'EXTERNAL TABLES': `${PLACE} invalid invalid_reason owner comment stage location file_format_name file_format_type cloud region notification_channel last_refreshed_on@ table_format last_refresh_details owner_role_type`,
  'EXTERNAL VOLUMES': 'name allow_writes comment',
  'FAILOVER GROUPS':
    'region_group snowflake_region created_on@ account_name name type comment is_primary primary object_types allowed_integration_types allowed_accounts organization_name account_locator replication_schedule secondary_state next_scheduled_refresh owner',
  'GIT REPOSITORIES': `${PLACE} origin api_integration git_credentials owner owner_role_type comment last_fetched_at@`,
  'HYBRID TABLES': `${PLACE} owner rows# bytes# comment owner_role_type`,
  'ICEBERG TABLES': `${PLACE} owner external_volume_name catalog_name iceberg_table_type catalog_table_name catalog_namespace base_location can_write_metadata comment owner_role_type catalog_sync_name auto_refresh_status`,
  'IMAGE REPOSITORIES': `${PLACE} repository_url owner owner_role_type comment encryption privatelink_repository_url`,
  INDEXES: 'created_on@ name is_unique columns included_columns table database_name schema_name owner owner_role_type',
  INTEGRATIONS: INTEGRATION,
  'JOIN POLICIES': POLICY,
  'MANAGED ACCOUNTS': 'name cloud region locator created_on@ url account_locator_url is_reader comment region_group',
  'MASKING POLICIES': POLICY,
  'MATERIALIZED VIEWS':
    'created_on@ name reserved database_name schema_name cluster_by rows# bytes# source_database_name source_schema_name source_table_name refreshed_on@ compacted_on@ owner invalid invalid_reason behind_by comment text is_secure automatic_clustering owner_role_type',
  MODELS: `${PLACE} comment owner default_version_name versions aliases model_type owner_role_type`,
  'NETWORK POLICIES':
    'created_on@ name comment entries_in_allowed_ip_list# entries_in_blocked_ip_list# entries_in_allowed_network_rules# entries_in_blocked_network_rules#',
  'NETWORK RULES': `${PLACE} owner comment type mode entries_in_valuelist# owner_role_type`,
  NOTEBOOKS: `${PLACE} comment owner query_warehouse url_id owner_role_type code_warehouse`,
  'NOTIFICATION INTEGRATIONS': INTEGRATION,
  'PACKAGES POLICIES': POLICY,
  'PASSWORD POLICIES': POLICY,
  PIPES: `${PLACE} definition owner notification_channel comment integration pattern error_integration owner_role_type invalid_reason`,
  'PRIVACY POLICIES': POLICY,
  'PROJECTION POLICIES': POLICY,
  'REPLICATION ACCOUNTS':
    'snowflake_region created_on@ account_name account_locator comment organization_name is_org_admin',
  'REPLICATION DATABASES':
    'region_group snowflake_region created_on@ account_name name comment is_primary primary replication_allowed_to_accounts failover_allowed_to_accounts organization_name account_locator',
  'REPLICATION GROUPS':
    'region_group snowflake_region created_on@ account_name name type comment is_primary primary object_types allowed_integration_types allowed_accounts organization_name account_locator replication_schedule secondary_state next_scheduled_refresh owner',
  'RESOURCE MONITORS':
    'name credit_quota used_credits remaining_credits level frequency start_time@ end_time@ notify_at suspend_at suspend_immediately_at created_on@ owner comment notify_users',
  'ROW ACCESS POLICIES': POLICY,
  SECRETS: 'created_on@ name schema_name database_name owner comment secret_type oauth_scopes owner_role_type',
  'SECURITY INTEGRATIONS': INTEGRATION,
  'SEMANTIC VIEWS': `${PLACE} comment owner owner_role_type extension`,
  SERVICES:
    'name status database_name schema_name owner compute_pool dns_name current_instances# target_instances# min_ready_instances# min_instances# max_instances# auto_resume external_access_integrations created_on@ updated_on@ resumed_on@ suspended_on@ auto_suspend_secs# comment owner_role_type query_warehouse is_job is_async_job spec_digest is_upgrading managing_object_domain managing_object_name',
  'SESSION POLICIES': POLICY,
  SHARES: 'created_on@ kind owner_account name database_name to owner comment listing_global_name secure_objects_only',
  SNAPSHOTS: `${PLACE} state service_name volume_name instance size comment owner owner_role_type updated_on@`,
  'STORAGE INTEGRATIONS': INTEGRATION,
  STREAMLITS: `${PLACE} title owner comment query_warehouse url_id owner_role_type`,
  STREAMS: `${PLACE} owner comment table_name source_type base_tables type stale mode stale_after@ invalid_reason owner_role_type`,
};

/** Listings that are always empty. */
export const EMPTY_LISTINGS: readonly (readonly [string, Lister])[] = Object.entries(ABSENT).map(
  ([kind, columns]) => [kind, () => ({ shape: shapeOf(columns), terse: TERSE, rows: [] })] as const,
);
