// biome-ignore-all lint/suspicious/noArrayIndexKey: what stands in a text is known by its place in it
import { Check, Copy, Download } from 'lucide-react'
import { useRef } from 'react'
import { IconButton } from '@/components/icon-button'
import { useCopy } from '@/components/use-copy'
import { csvFile, notFormula } from '@/shared/csv'
import { saveFile } from '@/shared/save-file'
import { contentOf, type Definitions, type MarkdownNode } from './engine'
import { Inline } from './inline'
import { rowsOf } from './rich-text'

export interface TableProps {
  node: MarkdownNode
  dir: 'auto' | undefined
  definitions: Definitions
  /** More rows are still to come. */
  open: boolean
}

/** A table that scrolls by itself, with tools below it once it is complete. */
export function Table({ node, dir, definitions, open }: TableProps) {
  const [head, body] = node.children
  const table = useRef<HTMLTableElement>(null)
  const { copied, copy } = useCopy()
  const rows = () => (table.current ? rowsOf(table.current) : [])
  return (
    <figure className="group/table">
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for form fields */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls sideways must be reachable by keyboard */}
      <div role="group" className="table" tabIndex={0} aria-label="Table">
        <table ref={table} dir={dir}>
          <thead>
            <tr>
              {head?.children[0]?.children.map((cell, index) => (
                <th key={index} scope="col" className={alignment(cell)}>
                  <Inline text={contentOf(cell)} definitions={definitions} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {body?.children.map((row, rowIndex) => (
              <tr key={rowIndex}>
                {row.children.map((cell, index) => (
                  <td key={index} className={alignment(cell)}>
                    <Inline text={contentOf(cell)} definitions={definitions} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <figcaption className="-mb-4 flex h-8 select-none items-center justify-end opacity-0 transition-opacity focus-within:opacity-100 group-hover/table:opacity-100 pointer-coarse:h-11 pointer-coarse:opacity-100">
        {!open && (
          <>
            <IconButton
              label="Copy table"
              size="small"
              icon={copied ? <Check aria-hidden size={15} /> : <Copy aria-hidden size={15} />}
              onClick={() =>
                copy(
                  rows()
                    .map((row) => row.join('\t'))
                    .join('\n'),
                  table.current?.parentElement,
                )
              }
            />
            <IconButton
              label="Download table as CSV"
              size="small"
              icon={<Download aria-hidden size={15} />}
              onClick={() => saveFile('table.csv', csvFile(rows().map((row) => row.map(cellOfFile))))}
            />
          </>
        )}
      </figcaption>
    </figure>
  )
}

/** Numbers stay numbers, signs included. */
function cellOfFile(text: string): string {
  return /^[+-]?[\d.,\s]+%?$/.test(text) ? text : notFormula(text)
}

function alignment({ token }: MarkdownNode): string | undefined {
  const align = /center|right/.exec(String(token.attrGet('style')))?.[0]
  return align && `is-${align}`
}
