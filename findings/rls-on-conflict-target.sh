#!/usr/bin/env bash
# PostgreSQL 17.5 (npm @electric-sql/pglite 0.3.14): INSERT … ON CONFLICT under row-level security, without any conflict.
#
# Guess: when nothing conflicts, "insert … on conflict (id) do nothing" needs what the plain INSERT needs (the INSERT policy).
# Seen: naming the target (id) makes the new row pass the SELECT policy, too, whether there is a conflict or not:
#   a row that its writer may not read afterwards is refused. "on conflict do nothing" without a target accepts it.
#   MERGE on a row that is hidden by the SELECT policy takes the branch "not matched" and ends in a duplicate key, not in a policy error.
# Why it matters: write-only tables (audit, outbox, inbox of another tenant) accept INSERT, but an "idempotent" INSERT with a
#   target fails with "new row violates row-level security policy" although the INSERT policy is fulfilled.
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
  create table event (id int primary key, owner text);
  insert into event values (3, 'bob');
  alter table event enable row level security;
  create policy seen on event for select using (owner = 'ann');
  create policy written on event for insert with check (true);
  create policy changed on event for update using (true);
  grant select, insert, update on event to app;
  set role app`)

const run = async (sql) => {
  let seen
  try {
    seen = `${(await db.query(sql)).affectedRows} rows`
  } catch (error) {
    seen = error.message
  }
  console.log(`${sql}\n  -> ${seen}`)
  return seen
}
const refused = /new row violates row-level security policy/
assert.equal(await run("insert into event values (10, 'bob')"), '1 rows')
assert.equal(await run("insert into event values (11, 'bob') on conflict do nothing"), '1 rows')
assert.match(await run("insert into event values (12, 'bob') on conflict (id) do nothing"), refused)
assert.match(await run("insert into event values (13, 'bob') on conflict (id) do update set owner = 'ann'"), refused)
assert.match(
  await run(`merge into event using (values (3, 'ann')) v (id, owner) on event.id = v.id
    when matched then update set owner = v.owner when not matched then insert values (v.id, v.owner)`),
  /duplicate key/,
)
JS
node probe.mjs
