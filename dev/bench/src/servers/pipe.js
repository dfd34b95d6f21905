// The least that relays a stream: what a gateway costs in Node before it does anything.
import { Agent, createServer, request } from 'node:http'

const upstream = process.argv[2]
const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY })

const server = createServer((incoming, outgoing) => {
  const relayed = request(
    upstream + incoming.url,
    { agent, method: incoming.method, headers: { ...incoming.headers, host: new URL(upstream).host } },
    (answer) => {
      outgoing.writeHead(answer.statusCode, answer.headers)
      answer.pipe(outgoing)
    },
  )
  relayed.on('error', () => outgoing.destroy())
  outgoing.on('close', () => relayed.destroy())
  incoming.pipe(relayed)
})
server.keepAliveTimeout = 600_000
server.listen(0, '127.0.0.1', 4096, () => process.send({ port: server.address().port }))
process.on('disconnect', () => process.exit())
