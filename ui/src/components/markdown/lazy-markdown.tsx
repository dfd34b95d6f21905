import { lazyPart } from '@/components/lazy-part'
import type { MarkdownProps } from './markdown'

/**
 * Markdown whose code is loaded when it is needed: see `Markdown`. `preload` resolves when it is there, or cannot be loaded. The
 * text can be read without it.
 */
export const LazyMarkdown = lazyPart<MarkdownProps>(async () => (await import('./markdown')).Markdown, {
  frame: (notice, { text }) => (
    <>
      <p className="wrap-anywhere mb-3 whitespace-pre-wrap">{text}</p>
      {notice}
    </>
  ),
})
