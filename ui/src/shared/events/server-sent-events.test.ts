import { expect, test } from 'vitest'
import { type ServerSentEvent, ServerSentEventParser } from './server-sent-events'

function parse(...pieces: string[]): ServerSentEvent[] {
  const parser = new ServerSentEventParser()
  return pieces.flatMap((piece) => parser.push(piece))
}

const STREAM =
  '\uFEFF: hello\r\nid: 1\r\nevent: started\r\ndata: {"a":1}\r\n\r\n' +
  ':\n\nid:2\nevent:delta\ndata:one\ndata: two\ndata\n\nid: 3\revent: delta\rdata:  spaced\r\r'

test('reads fields, comments, several data lines and every kind of line end', () => {
  expect(parse(STREAM)).toEqual([
    { id: '1', event: 'started', data: '{"a":1}' },
    { id: '2', event: 'delta', data: 'one\ntwo\n' },
    { id: '3', event: 'delta', data: ' spaced' },
  ])
})

test('gives the same events wherever the text is cut', () => {
  const whole = parse(STREAM)
  for (let cut = 0; cut <= STREAM.length; cut++) {
    expect(parse(STREAM.slice(0, cut), STREAM.slice(cut))).toEqual(whole)
  }
  expect(parse(...STREAM)).toEqual(whole)
})

test('dispatches an event as soon as its blank line is there, even if that may be half of a CRLF', () => {
  expect(parse('data: x\r\n\r')).toHaveLength(1)
  expect(parse('data: x\r\n\r', '\n', 'data: y\r\n\r\n')).toHaveLength(2)
})

test('drops an event that was cut off', () => {
  expect(parse('data: whole\n\ndata: half\n')).toEqual([{ id: null, event: 'message', data: 'whole' }])
})

test('keeps the last id for events that name none, and ignores one with a NUL', () => {
  expect(parse('id: 7\ndata: a\n\ndata: b\n\nid: 8\0\ndata: c\n\n').map(({ id }) => id)).toEqual([
    '7',
    '7',
    '7',
  ])
})

test('does not dispatch an event without data, nor carry its name over', () => {
  expect(parse('event: delta\n\ndata: x\n\n')).toEqual([{ id: null, event: 'message', data: 'x' }])
})

test('ignores fields it does not know', () => {
  expect(parse('retry: 10\nexecute: alert(1)\ndata: x\n\n')).toEqual([
    { id: null, event: 'message', data: 'x' },
  ])
})
