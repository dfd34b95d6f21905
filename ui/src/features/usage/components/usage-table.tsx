import { costText, formatTokens, tokensOf, type UsageSum } from '@/features/usage/usage-sums'

export interface UsageTableProps {
  caption: string
  /** The heading of the first column. */
  heading: string
  sums: readonly UsageSum[]
}

/** A table whose rows have bars: a chart for the eye, the figures for everybody. */
export function UsageTable({ caption, heading, sums }: UsageTableProps) {
  const most = Math.max(1, ...sums.map(tokensOf))
  return (
    <table className="w-full border-collapse text-sm">
      <caption className="pb-1 text-left font-medium">{caption}</caption>
      <thead>
        <tr className="border-line border-b text-muted text-xs">
          <th scope="col" className="py-2 pr-3 text-left font-medium">
            {heading}
          </th>
          <Heading wide>Answers</Heading>
          <Heading wide>Input</Heading>
          <Heading wide>Output</Heading>
          <Heading>Tokens</Heading>
          <Heading>Cost</Heading>
        </tr>
      </thead>
      <tbody>
        {sums.map((sum) => (
          <tr key={sum.key} className="border-line border-b last:border-0">
            <th scope="row" className="w-2/5 max-w-0 py-2 pr-3 text-left font-normal">
              <span className="block truncate" title={sum.key}>
                {sum.key}
              </span>
              <span aria-hidden className="mt-1 block h-1.5 rounded-full bg-hover">
                <span
                  className="block h-full rounded-full bg-accent"
                  style={{ width: `${(100 * tokensOf(sum)) / most}%` }}
                />
              </span>
            </th>
            <Figure wide>{sum.answers.toLocaleString('en')}</Figure>
            <Figure wide>{formatTokens(sum.promptTokens)}</Figure>
            <Figure wide>{formatTokens(sum.completionTokens)}</Figure>
            <Figure>{formatTokens(tokensOf(sum))}</Figure>
            <Figure>{costText(sum)}</Figure>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** @param wide whether it is left out on narrow screens */
function Heading({ wide = false, children }: { wide?: boolean; children: string }) {
  return (
    <th scope="col" className={`py-2 pl-3 text-right font-medium ${wide ? 'max-sm:hidden' : ''}`}>
      {children}
    </th>
  )
}

function Figure({ wide = false, children }: { wide?: boolean; children: string }) {
  return (
    <td className={`whitespace-nowrap py-2 pl-3 text-right tabular-nums ${wide ? 'max-sm:hidden' : ''}`}>
      {children}
    </td>
  )
}
