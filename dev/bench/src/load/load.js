// The process of the readers. Asked by messages {id, task, wish}; answers {id, result} or {id, error}.
import { stops } from './cancelling.js'
import { accepted, sequence, together } from './streaming.js'

const tasks = { accepted, sequence, together, stops }

process.on('message', async ({ id, task, wish }) => {
  try {
    process.send({ id, result: await tasks[task](wish) })
  } catch (error) {
    process.send({ id, error: error.stack })
  }
})
process.on('disconnect', () => process.exit())
