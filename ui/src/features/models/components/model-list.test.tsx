import { cleanup, render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { useModelPreferences } from '@/features/models/model-preferences'
import { loadModels } from '@/features/models/model-store'
import { login, logout } from '@/shared/api/session-store'
import { currentModels, datedSnapshots, manyModels } from '@/testing/fake-models'
import { withFakeServer } from '@/testing/network'
import { ModelList } from './model-list'

const fake = withFakeServer()
const field = () => screen.getByRole('combobox', { name: 'Search models' })
const options = () => screen.getAllByRole('option')
const activeOption = () => document.getElementById(field().getAttribute('aria-activedescendant') ?? '')

beforeEach(async () => {
  localStorage.clear()
  fake.server.models = currentModels()
  await login({ email: 'ada@example.org', password: 'correct horse' })
  await loadModels()
})

afterEach(() => logout().catch(() => {}))

async function show(selectedId = 'gpt-6.2-sol') {
  const onSelect = vi.fn()
  render(<ModelList selectedId={selectedId} onSelect={onSelect} />)
  await expect.poll(() => document.activeElement).toBe(field())
  return { onSelect, chosen: () => onSelect.mock.calls.map(([{ id }]) => id) }
}

describe('the list of models', () => {
  it('tells of each model what matters for the choice', async () => {
    await show()
    const [luna] = options()
    expect(luna).toHaveTextContent('GPT-6 Luna')
    expect(luna).toHaveTextContent('gpt-6-luna')
    expect(luna).toHaveTextContent('Quick and inexpensive; for everyday questions')
    expect(luna).toHaveTextContent('1.05M context · $0.10 in · $0.01 cached · $0.50 out per million tokens')
    expect(luna).toHaveTextContent('Reasoning')
    expect(luna).toHaveTextContent('Vision')
  })

  it('says when a model ends and by which one it is replaced', async () => {
    await show()
    const option = screen.getByRole('option', { name: /gpt-4o-mini/ })
    expect(option).toHaveTextContent(/Ends on \d+ \w+ \d{4}, replaced by GPT-6 Luna/)
    expect(option).not.toHaveAttribute('aria-disabled')
  })

  it('shows a model that is shut down with date and successor, and does not select it', async () => {
    const { onSelect } = await show()
    const option = screen.getByRole('option', { name: /o1-mini/ })
    expect(option).toHaveTextContent(/Shut down on \d+ \w+ \d{4}, replaced by GPT-6.2 Sol/)
    expect(option).toHaveAttribute('aria-disabled', 'true')
    await userEvent.click(option)
    await userEvent.keyboard('{End}{Enter}')
    expect(activeOption()).toHaveAttribute('aria-disabled', 'true')
    expect(onSelect).not.toHaveBeenCalled()
  })

  it('begins at the selected model and moves with the arrow keys, round the ends', async () => {
    const { chosen } = await show()
    expect(activeOption()).toHaveTextContent('GPT-6.2 Sol')
    expect(activeOption()).toHaveAttribute('aria-selected', 'true')
    await userEvent.keyboard('{ArrowDown}')
    expect(activeOption()).toHaveTextContent('GPT-6.1 Terra')
    await userEvent.keyboard('{ArrowUp}{ArrowUp}{ArrowUp}')
    expect(activeOption()).toHaveAttribute('aria-posinset', '11')
    await userEvent.keyboard('{ArrowDown}{Enter}')
    expect(chosen()).toEqual(['gpt-6-luna'])
  })

  it('jumps with Home, End, Page down and Page up', async () => {
    const positions: (string | null | undefined)[] = []
    await show()
    for (const key of ['End', 'PageUp', 'PageUp', 'PageDown', 'Home', 'PageUp']) {
      await userEvent.keyboard(`{${key}}`)
      positions.push(activeOption()?.getAttribute('aria-posinset'))
    }
    expect(positions).toEqual(['11', '5', '1', '7', '1', '1'])
  })

  it('finds what is typed', async () => {
    const { chosen } = await show()
    await userEvent.keyboard('hard problems')
    expect(options().map((option) => option.getAttribute('aria-posinset'))).toEqual(['1', '2'])
    expect(activeOption()).toHaveTextContent('GPT-6.2 Astra')
    await userEvent.keyboard('{Enter}')
    expect(chosen()).toEqual(['gpt-6.2-astra'])
  })

  describe('with dated snapshots', () => {
    const [luna = '', sol = '', omni = ''] = datedSnapshots().map(({ id }) => id)
    const shown = () => [luna, sol, omni].filter((id) => screen.queryByRole('option', { name: RegExp(id) }))

    beforeEach(async () => {
      fake.server.models = [...currentModels(), ...datedSnapshots()]
      await loadModels()
    })

    it('shows those that are selected, favourites or recently used', async () => {
      await show()
      expect(shown()).toEqual([])
      cleanup()
      useModelPreferences.setState({ favourites: [luna], recent: [sol] })
      await show(omni)
      expect(shown()).toEqual([luna, sol, omni])
    })

    it('finds all of them', async () => {
      await show()
      await userEvent.keyboard('20')
      expect(shown()).toEqual([luna, sol, omni])
      await userEvent.keyboard('{Backspace}{Backspace} ')
      expect(shown()).toEqual([])
    })
  })

  it('says that nothing was found', async () => {
    const { onSelect } = await show()
    await userEvent.keyboard('llama{Enter}{ArrowDown}')
    expect(screen.queryByRole('option')).toBeNull()
    expect(screen.getByRole('status')).toHaveTextContent('No model matches “llama”.')
    expect(field()).not.toHaveAttribute('aria-activedescendant')
    expect(onSelect).not.toHaveBeenCalled()
  })

  it('keeps favourites, whose stars are no part of the options', async () => {
    await show()
    await userEvent.keyboard('{ArrowDown}{Tab}')
    const star = screen.getByRole('button', { name: 'Favourite: GPT-6.1 Terra' })
    expect(star).toHaveFocus()
    expect(star.closest('[role=listbox]')).toBeNull()
    await userEvent.keyboard(' ')
    expect(star).toHaveAttribute('aria-pressed', 'true')
    expect(useModelPreferences.getState().favourites).toEqual(['gpt-6.1-terra'])
    expect(screen.queryByRole('group', { name: 'Favourites' })).toBeNull()
  })

  it('shows the groups of the moment when it is opened', async () => {
    useModelPreferences.setState({ favourites: ['gpt-6.1-terra'], recent: ['gpt-4o'] })
    await show()
    const group = screen.getByRole('group', { name: 'Favourites' })
    expect(within(group).getAllByRole('option')).toHaveLength(1)
    expect(screen.getAllByRole('group').map((each) => each.getAttribute('aria-label'))).toEqual([
      'Favourites',
      'Recently used',
      'Models',
      'Shut down',
    ])
  })

  it('fills a high window', async () => {
    vi.stubGlobal('innerHeight', 1600)
    fake.server.models = manyModels(800)
    await loadModels()
    await show()
    expect(options().length).toBeGreaterThan(20)
  })

  it('renders the visible part of 800 models and tells how many there are', async () => {
    fake.server.models = manyModels(800)
    await loadModels()
    await show()
    expect(options().length).toBeLessThan(40)
    expect(options()[0]).toHaveAttribute('aria-setsize', '800')
    await userEvent.keyboard('{End}{ArrowUp}{ArrowUp}{ArrowUp}{ArrowUp}{ArrowUp}')
    expect(activeOption()).toHaveTextContent('ft:gpt-6-luna:acme:assistant-789')
    expect(activeOption()).toHaveTextContent('New to Uru')
    await userEvent.keyboard('assistant-501')
    expect(options()).toHaveLength(1)
  })
})
