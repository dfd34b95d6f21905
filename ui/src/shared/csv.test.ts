import { describe, expect, it } from 'vitest'
import { csvFile, notFormula } from './csv'

describe('a CSV file', () => {
  it('quotes every value', async () => {
    const file = csvFile([
      ['a', 'b,c'],
      ['d "e"', ''],
    ])

    expect(await file.text()).toContain('"a","b,c"\r\n"d ""e""",""\r\n')
  })

  it('begins with a byte order mark', async () => {
    expect([...new Uint8Array(await csvFile([['a']]).arrayBuffer())].slice(0, 3)).toEqual([0xef, 0xbb, 0xbf])
  })

  it.each(['=1+1', '+1', '-1', '@a', '\tx', '\rx'])('has %j as text', (value) => {
    expect(notFormula(value)).toBe(`'${value}`)
  })

  it('leaves other values alone', () => {
    expect(notFormula('Ada = Lovelace')).toBe('Ada = Lovelace')
  })
})
