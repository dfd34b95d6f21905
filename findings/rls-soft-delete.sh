#!/usr/bin/env bash
# PostgreSQL 17.5 (npm @electric-sql/pglite 0.3.14): a soft delete under row-level security.
#
# Guess: with a SELECT policy "deleted_at is null" and an UPDATE policy "using (true) with check (true)",
#   "update … set deleted_at = now() where id = 1" succeeds: what an UPDATE may write is the WITH CHECK of its own policy.
# Seen: it is refused ("new row violates row-level security policy"), and the error names no policy. As soon as the statement
#   reads a column (WHERE id = …), the NEW row must pass the SELECT policy as well; an UPDATE that leaves the row visible succeeds.
# Why it matters: the usual pair "hide deleted rows by policy" and "delete by UPDATE" cannot work; people then widen WITH CHECK,
#   which has no effect. Hide deleted rows in the query or a view, or delete through a SECURITY DEFINER function.
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
  create table note (id int primary key, owner text, deleted_at timestamptz);
  insert into note values (1, 'ann'), (2, 'ann'), (3, 'bob');
  alter table note enable row level security;
  create policy seen on note for select using (deleted_at is null and owner = 'ann');
  create policy changed on note for update using (true) with check (true);
  grant select, update on note to app;
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
assert.match(await run('update note set deleted_at = now() where id = 1'), /new row violates row-level security policy/)
assert.equal(await run("update note set owner = 'ann' where id = 1"), '1 rows')
JS
node probe.mjs
