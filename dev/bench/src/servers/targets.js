// What is measured side by side. Each: {name, dialect, url, headers, pid, stop}; an Uru also {api}: how it has to ask the upstream.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { call } from '../load/http.js'
import * as places from '../places.js'
import { end, forkServer, freePort, start, until } from './child.js'
import { startUru } from './uru-server.js'

const START_LIMIT_MS = 20_000

/** The name of the target that is another build of Uru. */
export const BASELINE = 'baseline'

/** Straight to the upstream: what everything else is compared with. */
export function direct(mock) {
  return {
    name: 'direct',
    dialect: 'openai',
    url: mock.url,
    headers: {},
    pid: mock.pid,
    stop: async () => {},
  }
}

/** The least that relays in Node. */
export async function nodePipe(mock) {
  const pipe = await forkServer('./pipe.js', [mock.url])
  return { name: 'pipe', dialect: 'openai', url: pipe.url, headers: {}, pid: pipe.pid, stop: pipe.stop }
}

/** The least that relays at all; undefined where it is not installed. */
export async function nginx(mock) {
  if (spawnSync('nginx', ['-v']).error) {
    return undefined
  }
  const home = places.work('nginx/')
  mkdirSync(home, { recursive: true })
  const port = await freePort()
  writeFileSync(
    `${home}nginx.conf`,
    `daemon off; pid ${home}nginx.pid; error_log ${home}error.log; worker_processes auto;
events { worker_connections 8192; }
http {
  access_log off; client_body_temp_path ${home}body; proxy_temp_path ${home}proxy;
  fastcgi_temp_path ${home}fastcgi; uwsgi_temp_path ${home}uwsgi; scgi_temp_path ${home}scgi;
  upstream mock { server ${new URL(mock.url).host}; keepalive 512; }
  server {
    listen 127.0.0.1:${port} backlog=4096;
    location / {
      proxy_pass http://mock; proxy_http_version 1.1; proxy_set_header Connection "";
      proxy_buffering off; proxy_read_timeout 600s;
    }
  }
}
`,
  )
  const child = start('nginx', ['-p', home, '-c', 'nginx.conf'], { log: `${home}output.log` })
  return listening({ name: 'nginx', url: `http://127.0.0.1:${port}`, headers: {}, child })
}

/** The peer, as its package starts it. */
export async function portkey(mock) {
  const server = createRequire(import.meta.url).resolve('@portkey-ai/gateway/build/start-server.js')
  const port = await freePort()
  const child = start(process.execPath, [server, '--headless', `--port=${port}`], {
    log: places.work('portkey.log'),
    env: { TRUSTED_CUSTOM_HOSTS: '127.0.0.1,localhost', NODE_ENV: 'production' },
  })
  const headers = { 'x-portkey-provider': 'openai', 'x-portkey-custom-host': `${mock.url}/v1` }
  return listening({ name: 'portkey', url: `http://127.0.0.1:${port}`, headers, child })
}

async function listening({ name, url, headers, child }) {
  await until(`That ${name} listens`, START_LIMIT_MS, async () => (await call('GET', url)).status > 0)
  return { name, dialect: 'openai', url, headers, pid: child.pid, stop: () => end(child) }
}

/** Uru on a JDK, as it is delivered: through Responses, because the upstream has it. */
export async function uru(name, jdk, database, mock) {
  const server = await startUru(jdk, database, mock.url, 'uru')
  return { ...uruOn(name, jdk, database), api: 'responses', ...server }
}

/** Another build of Uru on the same JDK, with which this one is compared. */
export async function baseline(jdk, database, api, mock) {
  const server = await startUru(jdk, database, mock.url, BASELINE)
  return { ...uruOn(BASELINE, jdk, database), api, isBaseline: true, ...server }
}

/** The same through Chat Completions. */
export async function uruThroughChat(name, jdk, database, mock) {
  const server = await startUru(jdk, database, mock.url, 'uru-chat', 'chat')
  return { ...uruOn(throughChat(name), jdk, database), api: 'chat', ...server }
}

/** A build that is started as its image would start it, again and again. */
export function image(name, jdk, database) {
  return { ...uruOn(name, jdk, database), database, stop: async () => {} }
}

/** The name of the target that asks through Chat Completions and is otherwise the same as this Uru. */
export function throughChat(name) {
  return `${name}-chat`
}

function uruOn(name, jdk, database) {
  return { name, dialect: 'uru', headers: {}, jdk, postgresPid: database.pid }
}

/** An Uru that runs already, with the upstream of `npm run mock`. */
export function runningUru({ url, pid, postgresPid }) {
  return { name: 'uru', dialect: 'uru', url, headers: {}, pid, postgresPid, stop: async () => {} }
}

/** Whether everything is built that the servers of Uru need. */
export function isBuilt({ war, payara, devClassPath }) {
  return [war, payara, devClassPath].every((file) => existsSync(file))
}
