import type { ModelGroup } from '@/features/models/model-groups'
import type { Model } from '@/shared/api/schema'

/** Heights in rem. Every row of a kind is equally high, so that a list can be laid out without rendering it. */
export type RowHeights = { heading: number; option: number; note: number }

export type OptionRow = { model: Model; top: number; height: number; position: number }

export type GroupRows = { label: string; top: number; options: readonly OptionRow[] }

export type Layout = { groups: readonly GroupRows[]; options: readonly OptionRow[]; height: number }

/**
 * Returns where every row of a list of models lies, in rem from its top; positions count from 1.
 *
 * @param hasNote whether a model's row has one more line
 */
export function layOut(
  groups: readonly ModelGroup[],
  heights: RowHeights,
  hasNote: (model: Model) => boolean,
): Layout {
  let height = 0
  let position = 0
  const laidOut = groups.map(({ label, models }): GroupRows => {
    const top = height
    height += heights.heading
    const options = models.map((model): OptionRow => {
      const row = {
        model,
        top: height,
        height: heights.option + (hasNote(model) ? heights.note : 0),
        position: ++position,
      }
      height += row.height
      return row
    })
    return { label, top, options }
  })
  return { groups: laidOut, options: laidOut.flatMap(({ options }) => options), height }
}

/** Returns the groups with only those rows that lie between two heights, and the row of `keep` wherever it lies. */
export function visiblePart(
  { groups }: Layout,
  from: number,
  to: number,
  keep: OptionRow | undefined,
): GroupRows[] {
  return groups
    .map(({ label, top, options }) => ({
      label,
      top,
      options: options.filter((row) => row === keep || (row.top + row.height > from && row.top < to)),
    }))
    .filter(({ options }) => options.length > 0)
}
