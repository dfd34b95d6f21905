#!/usr/bin/env bash
# PostgreSQL 17.5 (npm @electric-sql/pglite 0.3.14): SELECT … FOR SHARE and FOR UPDATE under row-level security.
#
# Guess: a locking clause returns the rows that the SELECT returns; rows that may be read but not changed give an error
#   (as a missing UPDATE privilege does), or FOR SHARE needs no more than SELECT.
# Seen: every locking clause, FOR KEY SHARE included, adds the USING of the UPDATE policies as a filter. Rows that may be read
#   but not changed are left out without a word.
# Why it matters: a pessimistic lock (JPA LockModeType.PESSIMISTIC_READ, SKIP LOCKED queues, "lock the parent row first")
#   turns "read only for me" into "not found", and a count over locked rows is too small.
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
  create table document (id int primary key, owner text, shared boolean);
  insert into document values (1, 'ann', true), (2, 'bob', true), (3, 'ann', false);
  alter table document enable row level security;
  create policy seen on document for select using (shared or owner = 'ann');
  create policy changed on document for update using (owner = 'ann');
  grant select, update on document to app;
  set role app`)

const ids = async (lock) => {
  const { rows } = await db.query(`select id from document order by id ${lock}`)
  const seen = rows.map((row) => row.id).join(' ')
  console.log(`select id from document order by id ${lock}\n  -> ${seen}`)
  return seen
}
assert.equal(await ids(''), '1 2 3')
for (const lock of ['for key share', 'for share', 'for no key update', 'for update']) {
  assert.equal(await ids(lock), '1 3')
}
JS
node probe.mjs
