import { describe, expect, it } from 'vitest'
import { completeModel } from '@/shared/api/models'
import { layOut, visiblePart } from './list-window'

const HEIGHTS = { heading: 2, option: 5, note: 1 }
const A = completeModel({ id: 'a' })
const B = completeModel({ id: 'b' })
const C = completeModel({ id: 'c' })
const LAYOUT = layOut(
  [
    { label: 'First', models: [A, B] },
    { label: 'Second', models: [C] },
  ],
  HEIGHTS,
  (model) => model === B,
)

function shown(from: number, to: number, keep = LAYOUT.options[0]) {
  return visiblePart(LAYOUT, from, to, keep).map(({ label, options }) => [
    label,
    options.map(({ model }) => model.id).join(),
  ])
}

describe('the window on a list of models', () => {
  it('knows where every row lies without rendering it', () => {
    expect(LAYOUT.options).toEqual([
      { model: A, top: 2, height: 5, position: 1 },
      { model: B, top: 7, height: 6, position: 2 },
      { model: C, top: 15, height: 5, position: 3 },
    ])
    expect(LAYOUT.groups.map(({ top }) => top)).toEqual([0, 13])
    expect(LAYOUT.height).toBe(20)
  })

  it('shows the rows that are partly in sight, and always the active one', () => {
    expect(shown(0, 20)).toEqual([
      ['First', 'a,b'],
      ['Second', 'c'],
    ])
    expect(shown(12, 15)).toEqual([['First', 'a,b']])
    expect(shown(15, 16)).toEqual([
      ['First', 'a'],
      ['Second', 'c'],
    ])
    expect(shown(7, 13, LAYOUT.options[2])).toEqual([
      ['First', 'b'],
      ['Second', 'c'],
    ])
  })

  it('is empty without models', () => {
    expect(
      visiblePart(
        layOut([], HEIGHTS, () => false),
        0,
        40,
        undefined,
      ),
    ).toEqual([])
  })
})
