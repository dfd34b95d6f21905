import { RotateCw } from 'lucide-react'
import { Component, type ReactNode } from 'react'
import { Banner } from './banner'
import { Button } from './button'

interface Props {
  /** What failed, in the reader's words: "The sidebar". */
  region: string
  children: ReactNode
}

/** Keeps a fault in one region from taking the rest of the page with it. */
export class ErrorBoundary extends Component<Props, { failed: boolean }> {
  override state = { failed: false }

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true }
  }

  override render() {
    if (!this.state.failed) return this.props.children
    return (
      <div className="mx-auto w-full max-w-reading p-4">
        <Banner
          tone="danger"
          urgent
          title={`${this.props.region} could not be shown`}
          actions={
            <Button
              size="small"
              icon={<RotateCw aria-hidden size={14} />}
              onClick={() => this.setState({ failed: false })}
            >
              Try again
            </Button>
          }
        >
          This is a fault in Uru, not in what you did. Nothing you have sent is lost.
        </Banner>
      </div>
    )
  }
}
