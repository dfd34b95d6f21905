import { toast } from '@/components/toast'

/**
 * Keeps the page when a file is dropped on it, and says why nothing was attached: browsers would open the file in place of the
 * page or in a new tab. Text that is dragged into a field is left to the field.
 */
export function refuseDroppedFiles(): void {
  window.addEventListener('dragover', (event) => {
    if (carriesFiles(event)) event.preventDefault()
  })
  window.addEventListener('drop', (event) => {
    if (!carriesFiles(event)) return
    event.preventDefault()
    toast({ text: 'Files cannot be attached. Copy the text into your message.' })
  })
}

function carriesFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') ?? false
}
