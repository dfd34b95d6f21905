#!/usr/bin/env bash
# PostgreSQL 17.5 (npm @electric-sql/pglite 0.3.14): a look-up by a whole unique key that does not use the unique index.
#
# Guess: "where tenant = … and conversation = … and id = …", with a unique index on exactly these three columns, reads one row by that
#   index, whatever the statistics; so the check of a foreign key that references them costs the same for each row.
# Seen: until the table's first ANALYZE, both that index and one on (tenant, conversation, sequence) are expected to find one row,
#   and the narrower one is cheaper by its pages. It is taken, and all rows of the conversation are read and filtered. Foreign-key
#   checks and cascades use the same plan: a tree of messages in one transaction, each referencing its parent, costs the square of
#   its size. After ANALYZE the unique index is used.
# Why it matters: a first import into a fresh database, or a restore that was not followed by ANALYZE. Autovacuum comes only after
#   the transaction has committed, up to a minute later.
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
const TENANT = '00000000-0000-0000-0000-000000000001'
const CONVERSATION = '00000000-0000-0000-0000-000000000002'
await db.exec(`
  create table message (
    tenant uuid not null, conversation uuid not null, id uuid not null, sequence bigint generated always as identity,
    parent uuid,
    constraint message_key unique (tenant, conversation, id),
    foreign key (tenant, conversation, parent) references message (tenant, conversation, id));
  create index message_list on message (tenant, conversation, sequence)`)

const insertTree = async (prefix, size) => {
  const start = performance.now()
  await db.exec(`
    insert into message (tenant, conversation, id, parent)
      select '${TENANT}', '${CONVERSATION}', md5('${prefix}' || i)::uuid,
        case when i > 1 then md5('${prefix}' || (i - 1))::uuid end
      from generate_series(1, ${size}) i`)
  return performance.now() - start
}

const plan = async (prefix) => {
  const { rows } = await db.query(`
    explain (analyze, costs off, timing off, summary off)
    select 1 from message
      where tenant = '${TENANT}' and conversation = '${CONVERSATION}' and id = md5('${prefix}7')::uuid`)
  const text = rows.map((row) => row['QUERY PLAN']).join('\n')
  return {
    index: /using (\w+)/.exec(text)?.[1],
    filtered: Number(/Rows Removed by Filter: (\d+)/.exec(text)?.[1] ?? 0),
  }
}

const small = await insertTree('a', 1000)
const large = await insertTree('b', 3000)
const before = await plan('b')
await db.exec('analyze message')
const after = await plan('b')
console.log(`1,000 messages ${Math.round(small)} ms, 3,000 more ${Math.round(large)} ms`)
console.log('before ANALYZE', before, 'after', after)
assert.deepEqual(before, { index: 'message_list', filtered: 3999 })
assert.deepEqual(after, { index: 'message_key', filtered: 0 })
assert.ok(large > 5 * small, 'three times the messages cost much more than three times the time')
JS
node probe.mjs
