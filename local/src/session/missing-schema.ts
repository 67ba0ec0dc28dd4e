import type { Catalog } from '../catalog/catalog.js';
import { doesNotExist } from '../compile/faults.js';

/** @throws SnowflakeError 002003 when there is no such database or schema. */
export function refuseMissingSchema(catalog: Catalog, database: string, schema: string): void {
  if (catalog.database(database) === undefined) {
    throw doesNotExist('Database', [database]);
  }
  if (catalog.schema(database, schema) === undefined) {
    throw doesNotExist('Schema', [database, schema]);
  }
}
