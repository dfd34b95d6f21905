import { Check, Copy } from 'lucide-react'
import { Banner } from '@/components/banner'
import { Button } from '@/components/button'
import { Dialog } from '@/components/dialog'
import { useCopy } from '@/components/use-copy'
import { momentOf } from '@/features/administration/words'
import type { PasswordLink } from '@/shared/api/schema'

export interface LinkDialogProps {
  link: PasswordLink
  email: string
  invitation: boolean
  onClose: () => void
}

/** Says whether a link was mailed, and shows it once: the server keeps only its hash. */
export function LinkDialog({ link, email, invitation, onClose }: LinkDialogProps) {
  const { copied, copy } = useCopy()
  return (
    <Dialog title={invitation ? 'Invitation' : 'Link for a new password'} onClose={onClose}>
      {link.mailProblem !== null && (
        <div className="mb-4">
          <Banner tone="warn" title="The mail was not sent">
            {link.mailProblem}
          </Banner>
        </div>
      )}
      <p className="text-soft text-sm [overflow-wrap:anywhere]">
        {link.mailed
          ? `This link was mailed to ${email}. If the mail does not arrive, send the link yourself, through a channel that nobody else can read.`
          : `Send this link to ${email}, through a channel that nobody else can read.`}{' '}
        It works once, until {momentOf(link.expiresAt)}, and is shown only now.
      </p>
      <label className="mt-4 block">
        <span className="mb-1.5 block font-medium text-sm">Link</span>
        <input
          readOnly
          value={link.url}
          onFocus={(event) => event.currentTarget.select()}
          className="h-11 w-full rounded-md border border-line-strong bg-raised px-3 font-mono text-ink text-sm"
        />
      </label>
      <div className="mt-6 flex justify-end gap-2">
        <Button
          data-autofocus={!link.mailed || undefined}
          look={link.mailed ? 'plain' : 'primary'}
          icon={copied ? <Check aria-hidden size={16} /> : <Copy aria-hidden size={16} />}
          onClick={() => copy(link.url)}
        >
          {copied ? 'Copied' : 'Copy link'}
        </Button>
        <Button
          look={link.mailed ? 'primary' : 'plain'}
          data-autofocus={link.mailed || undefined}
          onClick={onClose}
        >
          Done
        </Button>
      </div>
    </Dialog>
  )
}
