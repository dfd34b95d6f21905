import { render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse, http } from 'msw'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { login, logout } from '@/shared/api/session-store'
import { withFakeServer } from '@/testing/network'
import { ImportConversations } from './import-conversations'

const fake = withFakeServer()

beforeEach(async () => {
  await login({ email: 'ada@example.org', password: 'correct horse' })
})

afterEach(() => logout())

function fileOf(...titles: string[]): File {
  return new File([titles.join('\n')], 'conversations.json', { type: 'application/json' })
}

async function choose(file: File) {
  render(<ImportConversations />)
  await userEvent.upload(screen.getByLabelText(/Choose a file/), file)
}

const titles = () => [...fake.server.conversations.values()].map(({ title }) => title)

describe('the import of conversations', () => {
  it('says what is in the file before it does anything, and then what became of it', async () => {
    fake.server.createConversation({ id: 'known', title: 'Known' })
    await choose(fileOf('Bread', 'Known', 'broken', 'Butter'))

    expect(
      await screen.findByText('4 conversations: 2 new, 1 already here, 1 cannot be imported'),
    ).toBeVisible()
    expect(screen.getByText('Its messages are not a tree.')).toBeVisible()
    expect(titles()).toEqual(['Known'])

    await userEvent.click(screen.getByRole('button', { name: 'Import 2 conversations' }))
    expect(
      await screen.findByText('4 conversations: 2 imported, 1 already here, 1 not imported'),
    ).toBeVisible()
    expect(titles()).toEqual(['Known', 'Bread', 'Butter'])

    await userEvent.click(screen.getByRole('button', { name: 'Import another file' }))
    expect(screen.getByLabelText(/Choose a file/)).toBeVisible()
  })

  it('says why a file is refused, and takes another one', async () => {
    await choose(fileOf('no export'))
    expect(await screen.findByRole('alert')).toHaveTextContent('The file is incomplete.')

    await userEvent.upload(screen.getByLabelText(/Choose a file/), fileOf('Bread'))
    expect(await screen.findByText('1 conversation: 1 new')).toBeVisible()
    expect(screen.queryByRole('alert')).not.toBeInTheDocument()
  })

  it('has nothing to import where all is here', async () => {
    fake.server.createConversation({ id: 'known', title: 'Known' })
    await choose(fileOf('Known'))
    expect(await screen.findByText('1 conversation: 1 already here')).toBeVisible()
    expect(screen.getByRole('button', { name: /^Import/ })).toBeDisabled()
  })

  it('says how many may be missing when the answer breaks off', async () => {
    await choose(fileOf('Bread', 'Butter', 'Jam'))
    const button = await screen.findByRole('button', { name: 'Import 3 conversations' })
    const item = { source: '1', title: 'Bread', messages: 2, status: 'imported', conversationId: 'x' }
    fake.network.use(
      http.post('*/api/v1/import', () => HttpResponse.text(`{"items": [\n${JSON.stringify(item)},\n`)),
    )
    await userEvent.click(button)
    expect(await screen.findByRole('alert')).toHaveTextContent('2 conversations may not be imported')
    expect(screen.getByText('1 conversation: 1 imported')).toBeVisible()
  })

  it('stops', async () => {
    await choose(fileOf('Bread', 'Butter'))
    const button = await screen.findByRole('button', { name: 'Import 2 conversations' })
    fake.network.use(
      http.post(
        '*/api/v1/import',
        () =>
          new HttpResponse(
            new ReadableStream({ start: (body) => body.enqueue(new TextEncoder().encode('{"items": [\n')) }),
          ),
      ),
    )
    await userEvent.click(button)
    expect(await screen.findByText('0 of 2 conversations')).toBeVisible()
    await userEvent.click(screen.getByRole('button', { name: 'Stop' }))
    await waitFor(() => expect(screen.getByRole('alert')).toHaveTextContent('The import was stopped.'))
  })
})
