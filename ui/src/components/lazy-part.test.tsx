import { render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it } from 'vitest'
import { lazyPart } from './lazy-part'

function Greeting({ name }: { name: string }) {
  return <p>Hello {name}</p>
}

it('shows the fallback until the code is loaded', async () => {
  let deliver = (_: typeof Greeting) => {}
  const Part = lazyPart(() => new Promise<typeof Greeting>((resolve) => (deliver = resolve)), {
    fallback: <p>Loading</p>,
  })
  render(<Part name="Ada" />)
  expect(screen.getByText('Loading')).toBeVisible()

  deliver(Greeting)

  expect(await screen.findByText('Hello Ada')).toBeVisible()
  expect(screen.queryByText('Loading')).toBeNull()
})

it('shows a part that was preloaded at once', async () => {
  const Part = lazyPart(async () => Greeting)
  Part.preload()
  await Promise.resolve()

  render(<Part name="Ada" />)

  expect(screen.getByText('Hello Ada')).toBeVisible()
})

it('loads again after a failure, with what the page has by then', async () => {
  let failures = 2
  const Part = lazyPart(async () => {
    if (failures-- > 0) throw new TypeError('Failed to fetch dynamically imported module')
    return Greeting
  })
  const { rerender } = render(<Part name="Ada" />)
  const user = userEvent.setup()
  await user.click(await screen.findByRole('button', { name: 'Try again' }))
  expect(await screen.findByRole('alert')).toHaveTextContent('This part of Uru could not be loaded')
  rerender(<Part name="Eve" />)

  await user.click(screen.getByRole('button', { name: 'Try again' }))

  expect(await screen.findByText('Hello Eve')).toBeVisible()
  await waitFor(() => expect(screen.queryByRole('alert')).toBeNull())
})

it('puts the notice where the part has its place', async () => {
  const Part = lazyPart<{ name: string }>(() => Promise.reject(new TypeError('gone')), {
    frame: (notice, { name }) => <section aria-label={name}>{notice}</section>,
  })
  render(<Part name="Settings" />)

  const place = await screen.findByRole('region', { name: 'Settings' })
  expect(place).toContainElement(screen.getByRole('alert'))
})
