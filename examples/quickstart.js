// The main job in one file: open a session by name, load a table through binds, join and aggregate
// it, print the rows, and close while a query runs. Needs no account: the entry in
// connections.toml starts the embedded engine.
import { chmod } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { bindRows, Session } from 'snowpark-session';

import { regions, utcOffsets } from './time-zones.js';

const connections = fileURLToPath(new URL('connections.toml', import.meta.url));
await chmod(connections, 0o600); // git does not keep it, and a file others may write to is refused

const session = await Session.builder
  .configs({ connection_name: 'quickstart', connections_file_path: connections })
  .create();

const run = (sql, binds) => session.sql(sql, binds).collect();
await run('create table region (name varchar, label varchar)');
await run('create table utc_offset (zone varchar, region varchar, month int, hours number(4, 2))');
await run('insert into region values (?, ?)', bindRows(regions));
await run('insert into utc_offset values (?, ?, ?, ?)', bindRows(utcOffsets(2026)));

const rows = await session
  .sql(
    `select label, count(distinct zone) as zones, min(hours) as west, max(hours) as east,
            count(distinct case when hours <> january then zone end) as change_clocks
     from (select zone, region, hours, min(case when month = 1 then hours end) over (partition by zone) as january
           from utc_offset)
     join region on region.name = region
     group by label having count(distinct zone) >= ? order by zones desc, label`,
    [5],
  )
  .collect();
console.table(rows);

const long = session.sql('call system$wait(60)').collect();
const outcome = long.catch((error) => `${error.name}: ${error.message}`);
await session.close();
console.log(await outcome);
