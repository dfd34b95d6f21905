#!/usr/bin/env bash
# PostgreSQL 17.5 (npm @electric-sql/pglite 0.3.14): which plain comparisons may use an index for a role that a policy binds.
#
# Guess: =, < and > of the built-in types are leakproof, so that B-tree indexes work as they do without row-level security.
# Seen: it depends on the types of both sides. numeric = numeric is not leakproof, nor is timestamptz > date: "at > current_date"
#   reads the whole table, while "at > now() - interval …" uses the index. Expression indexes on lower(email) and on
#   (doc ->> 'k') are lost in the same way. The table's owner gets the index in each case.
# Why it matters: the plan that a developer sees as owner is not the plan of the application. A key of type numeric, "since
#   midnight" written with current_date, or a look-up by lower(email) costs a sequential scan over all tenants.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund @electric-sql/pglite@0.3.14 >install.log 2>&1 || { cat install.log >&2; exit 1; }

cat >probe.mjs <<'JS'
import assert from 'node:assert/strict'
import { PGlite } from '@electric-sql/pglite'

const db = await PGlite.create()
console.log((await db.query('show server_version')).rows[0].server_version)
await db.exec(`
  create role app;
  create table message (id int primary key, tenant int not null, amount numeric, at timestamptz, email text, doc jsonb);
  insert into message select g, g % 50, g, now() - g * interval '1 hour', 'User' || g || '@x.test', jsonb_build_object('k', g)
    from generate_series(1, 20000) g;
  create index on message (amount);
  create index on message (at);
  create index on message (lower(email));
  create index on message ((doc ->> 'k'));
  analyze message;
  alter table message enable row level security;
  create policy own on message using (tenant = current_setting('app.tenant')::int);
  grant select on message to app;
  set app.tenant = '7'`)

const usesIndex = async (where) => {
  const { rows } = await db.query(`explain (costs off) select * from message where ${where}`)
  return rows.some((row) => row['QUERY PLAN'].includes('Index Cond'))
}
const cases = [
  // condition, index used by the owner, index used under the policy
  ['id = 7', true, true],
  ['id = 7::bigint', true, true],
  ["at > now() - interval '5 minutes'", true, true],
  ['at > current_date + 1', true, false],
  ['amount = 7', true, false],
  ["lower(email) = 'user7@x.test'", true, false],
  ["doc ->> 'k' = '7'", true, false],
]
for (const [where, owner, bound] of cases) {
  await db.exec('reset role')
  const asOwner = await usesIndex(where)
  await db.exec('set role app')
  const asApp = await usesIndex(where)
  console.log(`${where.padEnd(36)} index as owner: ${asOwner}, under the policy: ${asApp}`)
  assert.deepEqual([asOwner, asApp], [owner, bound])
}
JS
node probe.mjs
