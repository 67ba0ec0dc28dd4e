import { TEXT } from '../types/sql-type.js';
import { MOMENT, TERSE, type Lister } from './listing.js';

/** Kinds of which the engine never has any: tools that look for them find none. */
const ABSENT: Readonly<Record<string, string>> = {
  'DYNAMIC TABLES':
    'created_on name database_name schema_name cluster_by rows bytes owner target_lag refresh_mode refresh_mode_reason warehouse comment text automatic_clustering scheduling_state last_suspended_on is_clone is_replica is_iceberg data_timestamp owner_role_type',
  'EXTERNAL TABLES':
    'created_on name database_name schema_name invalid invalid_reason owner comment stage location file_format_name file_format_type cloud region notification_channel last_refreshed_on table_format last_refresh_details owner_role_type',
  GRANTS: 'created_on privilege granted_on name granted_to grantee_name grant_option granted_by',
  'MATERIALIZED VIEWS':
    'created_on name reserved database_name schema_name cluster_by rows bytes source_database_name source_schema_name source_table_name refreshed_on compacted_on owner invalid invalid_reason behind_by comment text is_secure automatic_clustering owner_role_type',
  PIPES:
    'created_on name database_name schema_name definition owner notification_channel comment integration pattern error_integration owner_role_type invalid_reason',
  STREAMS:
    'created_on name database_name schema_name owner comment table_name source_type base_tables type stale mode stale_after invalid_reason owner_role_type',
  TASKS:
    'created_on name id database_name schema_name owner comment warehouse schedule predecessors state definition condition allow_overlapping_execution error_integration last_committed_on last_suspended_on owner_role_type config',
};

function emptyLister(columns: string): Lister {
  const shape = columns.split(' ').map((name) => [name, name === 'created_on' ? MOMENT : TEXT] as const);
  return () => ({ shape, terse: TERSE, rows: [] });
}

/** Listings that are always empty. */
export const EMPTY_LISTINGS: readonly (readonly [string, Lister])[] = Object.entries(ABSENT).map(
  ([kind, columns]) => [kind, emptyLister(columns)] as const,
);
