import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { cx } from './cx'

type Tone = 'info' | 'good' | 'warn' | 'danger'

const LOOKS: Record<Tone, { wash: string; mark: string; Icon: typeof Info }> = {
  info: { wash: 'bg-accent-wash', mark: 'text-accent', Icon: Info },
  good: { wash: 'bg-good-wash', mark: 'text-good', Icon: CircleCheck },
  warn: { wash: 'bg-warn-wash', mark: 'text-warn', Icon: TriangleAlert },
  danger: { wash: 'bg-danger-wash', mark: 'text-danger', Icon: CircleAlert },
}

export interface BannerProps {
  tone: Tone
  title: string
  children?: ReactNode
  actions?: ReactNode
  /** In place of the tone's own. */
  icon?: typeof Info | undefined
  /** Read out as soon as it appears. */
  urgent?: boolean
}

/** What happened, why, and what can be done about it, where it happened. */
export function Banner({ tone, title, children, actions, icon, urgent = false }: BannerProps) {
  const { wash, mark, Icon: ownIcon } = LOOKS[tone]
  const Icon = icon ?? ownIcon
  return (
    <div role={urgent ? 'alert' : undefined} className={cx('flex gap-3 rounded-lg p-4 text-sm', wash)}>
      <Icon aria-hidden size={18} className={cx('mt-px shrink-0', mark)} />
      <div className="min-w-0 grow">
        <p className="font-semibold">{title}</p>
        {children && <div className="mt-1 text-soft [overflow-wrap:anywhere]">{children}</div>}
        {actions && <div className="mt-3 flex flex-wrap gap-2">{actions}</div>}
      </div>
    </div>
  )
}
