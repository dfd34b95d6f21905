import { X } from 'lucide-react'
import { cx } from './cx'
import { IconButton } from './icon-button'
import { dismissToast, useToasts } from './toast'

export function ToastHost() {
  const toasts = useToasts((state) => state.toasts)
  return (
    <div
      role="status"
      aria-label="Notifications"
      className="pointer-events-none fixed inset-x-0 bottom-24 z-50 flex flex-col items-center gap-2 px-4"
    >
      {toasts.map((toast) => (
        <div
          key={toast.id}
          className={cx(
            'pointer-events-auto flex max-w-[min(32rem,100%)] animate-rise items-center gap-2 rounded-lg bg-ink py-1.5 pr-1.5 pl-4 text-canvas text-sm shadow-float',
          )}
        >
          <span className="py-1.5">{toast.text}</span>
          {toast.action && (
            <button
              type="button"
              className="touch rounded-md px-3 py-1.5 font-semibold underline-offset-4 outline-canvas hover:underline"
              onClick={() => {
                dismissToast(toast.id)
                toast.action?.run()
              }}
            >
              {toast.action.label}
            </button>
          )}
          <IconButton
            label="Dismiss"
            size="small"
            icon={<X aria-hidden size={14} />}
            className="text-canvas outline-canvas"
            onClick={() => dismissToast(toast.id)}
          />
        </div>
      ))}
    </div>
  )
}
