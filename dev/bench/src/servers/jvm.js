// What a JVM says about itself.
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** Lines of GC.heap_info that are a whole generation or the whole heap, not a part of one. */
const HEAP_LINE =
  /^ ?(?:garbage-first heap|def new generation|tenured generation|DefNew|Tenured|PSYoungGen|ParOldGen|ZHeap|Shenandoah).*?used (\d+)([KM])/gim

/** The heap that is in use after a full collection, in kB. */
export async function liveHeapKb(jdk, pid) {
  await jcmd(jdk, pid, 'GC.run')
  const text = await jcmd(jdk, pid, 'GC.heap_info')
  const used = [...text.matchAll(HEAP_LINE)].map(([, size, unit]) => Number(size) * (unit === 'M' ? 1024 : 1))
  if (used.length === 0) {
    throw new Error(`GC.heap_info is not understood:\n${text}`)
  }
  return used.reduce((sum, kb) => sum + kb)
}

async function jcmd(jdk, pid, command) {
  const { stdout } = await promisify(execFile)(join(jdk.home, 'bin/jcmd'), [String(pid), command])
  return stdout
}
