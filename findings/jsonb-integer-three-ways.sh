#!/usr/bin/env bash
# PostgreSQL 17.5 (npm @electric-sql/pglite 0.3.14): a JSON number read as integer, and a JSON null read as jsonb, in three ways.
#
# Guess: jsonb_to_recordset, json_table and the cast from jsonb to int agree: 1.0 is the integer 1, 1.5 is refused or rounded
#   by all of them; JSON null becomes SQL NULL in all of them.
# Seen: the cast gives 1 and rounds 1.5 to 2; jsonb_to_recordset refuses both ("invalid input syntax for type integer: 1.0"),
#   yet takes the string "12" and 1e2; json_table gives NULL for 1.0, 1.5 and "x", without an error.
#   JSON null in a column of type jsonb is SQL NULL by jsonb_to_recordset and the JSON value null by json_table.
# Why it matters: bulk writes by one JSON parameter break, or lose values silently, as soon as a producer writes 1.0 for 1 (a
#   double in Java or Python does); moving a query from jsonb_to_recordset to json_table changes its results.
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
const read = async (sql) => {
  try {
    return (await db.query(sql)).rows[0].n
  } catch (error) {
    return error.message
  }
}
const expected = {
  '1.0': [1, 'invalid input syntax for type integer: "1.0"', null],
  1.5: [2, 'invalid input syntax for type integer: "1.5"', null],
  '1e2': [100, 100, 100],
  '"12"': ['cannot cast jsonb string to type integer', 12, 12],
  '"x"': ['cannot cast jsonb string to type integer', 'invalid input syntax for type integer: "x"', null],
}
for (const [number, wanted] of Object.entries(expected)) {
  const seen = [
    await read(`select ('${number}'::jsonb)::int n`),
    await read(`select n from jsonb_to_recordset('[{"n":${number}}]') t (n int)`),
    await read(`select n from json_table('[{"n":${number}}]'::jsonb, '$[*]' columns (n int path '$.n'))`),
  ]
  console.log(`${number}: cast ${seen[0]} | jsonb_to_recordset ${seen[1]} | json_table ${seen[2]}`)
  assert.deepEqual(seen, wanted)
}
const nulls = [
  await read(`select n is null n from jsonb_to_recordset('[{"n":null}]') t (n jsonb)`),
  await read(`select n is null n from json_table('[{"n":null}]'::jsonb, '$[*]' columns (n jsonb path '$.n'))`),
]
console.log(`JSON null is SQL NULL: jsonb_to_recordset ${nulls[0]}, json_table ${nulls[1]}`)
assert.deepEqual(nulls, [true, false])
JS
node probe.mjs
