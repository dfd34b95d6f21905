/** One dispatched event; `id` is the stream's last event id at that moment, null before the first one. */
export type ServerSentEvent = { id: string | null; event: string; data: string }

/**
 * Incremental parser of an event stream (WHATWG HTML, section 9.2.6): feed it decoded text as it comes, cut anywhere.
 *
 * Reconnection times (`retry`) are not used here. An event without its closing blank line is never dispatched.
 */
export class ServerSentEventParser {
  #line = ''
  #atStart = true
  #afterCarriageReturn = false
  #id: string | null = null
  #event = ''
  #data: string[] = []

  push(text: string): ServerSentEvent[] {
    const events: ServerSentEvent[] = []
    let rest = text
    if (this.#atStart && rest !== '') {
      this.#atStart = false
      if (rest.startsWith('\uFEFF')) rest = rest.slice(1)
    }
    while (rest !== '') {
      if (this.#afterCarriageReturn) {
        this.#afterCarriageReturn = false
        if (rest.startsWith('\n')) {
          rest = rest.slice(1)
          continue
        }
      }
      const end = rest.search(/[\r\n]/)
      if (end === -1) {
        this.#line += rest
        break
      }
      this.#afterCarriageReturn = rest[end] === '\r'
      const line = this.#line + rest.slice(0, end)
      this.#line = ''
      rest = rest.slice(end + 1)
      const event = this.#take(line)
      if (event) events.push(event)
    }
    return events
  }

  #take(line: string): ServerSentEvent | null {
    if (line === '') return this.#dispatch()
    const colon = line.indexOf(':')
    const field = colon === -1 ? line : line.slice(0, colon)
    const value = colon === -1 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1)
    if (field === 'data') this.#data.push(value)
    else if (field === 'event') this.#event = value
    else if (field === 'id' && !value.includes('\0')) this.#id = value
    return null
  }

  #dispatch(): ServerSentEvent | null {
    const event = this.#event || 'message'
    const data = this.#data
    this.#event = ''
    this.#data = []
    return data.length === 0 ? null : { id: this.#id, event, data: data.join('\n') }
  }
}
