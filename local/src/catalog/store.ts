import type { DuckDBConnection } from '@duckdb/node-api';
import { quoteString } from '../lexer.js';
import { Catalog, type CatalogContent } from './catalog.js';

/** Runs a DuckDB statement, in whatever transaction is open. */
export type RunSql = (sql: string) => Promise<unknown>;

/** The catalog, and where it is kept between runs. */
export interface CatalogStore {
  readonly catalog: Catalog;
  /** Writes the catalog down; in the caller's transaction when it passes its own `run`. */
  save(run?: RunSql): Promise<void>;
  /** Runs a definition alone, and puts the catalog back as it was when it fails. */
  define<T>(work: () => Promise<T>): Promise<T>;
}

/** Opens the catalog; a persistent one is read from its table and written back after each definition. */
export async function openCatalogStore(connection: DuckDBConnection, persistent: boolean): Promise<CatalogStore> {
  const catalog = new Catalog();
  const define = oneAtATime(catalog);
  if (!persistent) {
    return { catalog, save: async () => undefined, define };
  }
  await connection.run('CREATE TABLE IF NOT EXISTS sf."catalog" (content VARCHAR NOT NULL)');
  const rows = await (await connection.run('SELECT content FROM sf."catalog"')).getRows();
  const [content] = rows[0] ?? [];
  if (typeof content === 'string') {
    catalog.load(readContent(content));
  }
  const own: RunSql = (sql) => connection.run(sql);
  return {
    catalog,
    define,
    save: async (run = own) => {
      await run('DELETE FROM sf."catalog"');
      await run(`INSERT INTO sf."catalog" VALUES (${quoteString(JSON.stringify(catalog.content()))})`);
    },
  };
}

function oneAtATime(catalog: Catalog): CatalogStore['define'] {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const running = last.then(async () => {
      const restore = catalog.snapshot();
      try {
        return await work();
      } catch (error) {
        restore();
        throw error;
      }
    });
    last = running.catch(() => undefined);
    return running;
  };
}

/** The table is written by {@link openCatalogStore} alone. */
function readContent(text: string): CatalogContent {
  const content: CatalogContent = JSON.parse(text);
  return content;
}
