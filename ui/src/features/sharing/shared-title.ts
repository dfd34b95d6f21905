/** Returns what a shared conversation is called. */
export function sharedTitle({ title }: { title: string }): string {
  return title === '' ? 'Untitled' : title
}
