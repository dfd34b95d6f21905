// Whether reading what was said costs more than its SQL, and whether it depends on how much others have said.
import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { expectOk } from '../load/http.js'
import { nowMs } from '../load/tokens.js'
import { progress } from '../stage.js'
import { median } from '../statistics.js'

const PASSWORD = 'correct horse 42'
const CALLS = 100
const MESSAGES_PER_CONVERSATION = 20
const OWNERS = 10
const LONG_CONVERSATION = 60

const own = (what) => `${what}, 200,000 messages in the table (ms)`
const others = (what) => `${what}, 2,000,000 more of other tenants (ms)`
export const HISTORY = {
  list: own('List of 50 conversations'),
  listSql: own('the same SQL: list'),
  listAdded: own('List of 50 conversations: added to its SQL'),
  messages: own('50 messages'),
  messagesSql: own('the same SQL: messages'),
  messagesAdded: own('50 messages: added to their SQL'),
  listAddedAmongOthers: others('List of 50 conversations: added to its SQL'),
  messagesAddedAmongOthers: others('50 messages: added to their SQL'),
  listGrowth: 'List of 50 conversations: time among the data of others / without',
  messagesGrowth: '50 messages: time among the data of others / without',
}

const AS_THE_SERVER = 'select set_config($1, $2, false), set_config($3, $4, false)'
const LIST = {
  name: 'list',
  text: `select tenant_id, owner_id, id, request_digest, title, title_source, model, system_prompt, pinned, archived,
      head_message_id, message_count, version, created_at, updated_at
    from conversations where tenant_id = $1 and owner_id = $2 and archived = false
    order by pinned desc, updated_at desc, id desc limit 51`,
}
const MESSAGES = {
  name: 'messages',
  text: `select tenant_id, owner_id, conversation_id, id, sequence, parent_id, role, text, model, status, finish_reason,
      prompt_tokens, completion_tokens, reasoning_tokens, problem, created_at
    from messages where tenant_id = $1 and owner_id = $2 and conversation_id = $3 and sequence > 0
    order by sequence limit 51`,
}

/** @param {import('../stage.js').Stage} stage */
export async function history(stage) {
  const share = stage.quick ? 0.05 : 1
  const reader = await newReader(stage.urus()[0])
  const { tenant, id } = reader.user
  const superuser = await connect(stage, 'postgres')
  await superuser.query('set session_replication_role = replica')
  progress('history: writing 200,000 messages')
  await write(superuser, { conversations: 10_000 * share, tenant: `'${tenant.id}'::uuid`, firstOwner: id })
  reader.conversation = await lengthenOne(superuser, id)
  await measure(stage, reader, {
    list: HISTORY.list,
    listSql: HISTORY.listSql,
    listAdded: HISTORY.listAdded,
    messages: HISTORY.messages,
    messagesSql: HISTORY.messagesSql,
    messagesAdded: HISTORY.messagesAdded,
  })
  progress('history: writing 2,000,000 messages of other tenants')
  await write(superuser, {
    conversations: 100_000 * share,
    tenant: "md5('tenant' || g % 10)::uuid",
    firstOwner: randomUUID(),
  })
  await superuser.end()
  await measure(stage, reader, {
    list: others('List of 50 conversations'),
    listSql: others('the same SQL: list'),
    listAdded: HISTORY.listAddedAmongOthers,
    messages: others('50 messages'),
    messagesSql: others('the same SQL: messages'),
    messagesAdded: HISTORY.messagesAddedAmongOthers,
  })
  for (const target of stage.urus()) {
    const growth = (what) =>
      median(stage.samples.get(others(what)).get(target.name)) /
      median(stage.samples.get(own(what)).get(target.name))
    stage.record(HISTORY.listGrowth, target, growth('List of 50 conversations'))
    stage.record(HISTORY.messagesGrowth, target, growth('50 messages'))
  }
}

async function newReader({ url }) {
  const body = { email: `reader-${randomUUID()}@example.org`, password: PASSWORD }
  const session = await expectOk('POST', `${url}/api/v1/auth/register`, {
    headers: { 'Uru-Client': 'benchmark' },
    body: { ...body, displayName: 'Reader' },
  })
  return { ...body, user: session.user }
}

/** Conversations of ten owners each, with messages of 500 characters; constraints hold without being checked. */
async function write(superuser, { conversations, tenant, firstOwner }) {
  const owner = `case when g % ${OWNERS} = 0 then '${firstOwner}'::uuid else md5('owner' || g % ${OWNERS})::uuid end`
  await superuser.query(`
    with written as (
      insert into conversations (tenant_id, owner_id, id, request_digest, title, title_source, model, message_count,
          created_at, updated_at)
        select ${tenant}, ${owner}, gen_random_uuid(), decode(repeat('00', 32), 'hex'), 'Conversation ' || g, 'user', 'gpt-4o',
          ${MESSAGES_PER_CONVERSATION}, now() - g * interval '1 minute', now() - g * interval '1 minute'
        from generate_series(1, ${Math.round(conversations)}) g
        returning tenant_id, owner_id, id)
    insert into messages (tenant_id, owner_id, conversation_id, id, role, text, model, status)
      select tenant_id, owner_id, written.id, gen_random_uuid(), case when m % 2 = 1 then 'user' else 'assistant' end,
        (select string_agg(md5(random()::text), ' ') from generate_series(1, 15 + 0 * m)), 'gpt-4o', 'completed'
      from written, generate_series(1, ${MESSAGES_PER_CONVERSATION}) m`)
  await superuser.query('vacuum analyze conversations, messages')
}

async function lengthenOne(superuser, ownerId) {
  const { rows } = await superuser.query(
    `insert into messages (tenant_id, owner_id, conversation_id, id, role, text, status)
      select tenant_id, owner_id, c.id, gen_random_uuid(), 'user', repeat('More words. ', 42), 'completed'
      from (select * from conversations where owner_id = $1 order by id limit 1) c,
        generate_series(1, ${LONG_CONVERSATION - MESSAGES_PER_CONVERSATION})
      returning conversation_id`,
    [ownerId],
  )
  return rows[0].conversation_id
}

async function measure(stage, reader, metrics) {
  const application = await connect(stage, 'uru_app')
  const { tenant, id } = reader.user
  await application.query(AS_THE_SERVER, ['uru.tenant', tenant.id, 'uru.user', id])
  await stage.inRounds('history', stage.urus(), async (target, record) => {
    const api = `${target.url}/api/v1`
    const session = await expectOk('POST', `${api}/auth/login`, {
      headers: { 'Uru-Client': 'benchmark' },
      body: { email: reader.email, password: reader.password },
    })
    const get = async (path, atLeast) => {
      const { items } = await expectOk('GET', api + path, {
        headers: { Authorization: `Bearer ${session.accessToken}` },
      })
      requireItems(path, items.length, atLeast)
    }
    const query = async (statement, values) => {
      const { rows } = await application.query({ ...statement, values })
      requireItems(statement.name, rows.length, 50)
    }
    const { list, listSql, messages, messagesSql } = await medians({
      list: () => get('/conversations?limit=50', 50),
      listSql: () => query(LIST, [tenant.id, id]),
      messages: () => get(`/conversations/${reader.conversation}/messages?limit=50`, 50),
      messagesSql: () => query(MESSAGES, [tenant.id, id, reader.conversation]),
    })
    record(metrics.list, list)
    record(metrics.listSql, listSql)
    record(metrics.listAdded, list - listSql)
    record(metrics.messages, messages)
    record(metrics.messagesSql, messagesSql)
    record(metrics.messagesAdded, messages - messagesSql)
  })
  await application.end()
}

function requireItems(what, count, atLeast) {
  if (count < atLeast) {
    throw new Error(`${what} answered ${count} items instead of ${atLeast}`)
  }
}

/** One call of each after the other, many times over; the median time of each. */
async function medians(calls) {
  const times = Object.fromEntries(Object.keys(calls).map((name) => [name, []]))
  for (let i = 0; i < CALLS; i++) {
    for (const [name, call] of Object.entries(calls)) {
      const from = nowMs()
      await call()
      times[name].push(nowMs() - from)
    }
  }
  return Object.fromEntries(Object.entries(times).map(([name, all]) => [name, median(all)]))
}

async function connect(stage, user) {
  const client = new pg.Client({
    host: '127.0.0.1',
    port: stage.database.port,
    user,
    password: 'development',
    database: 'uru',
  })
  await client.connect()
  return client
}
