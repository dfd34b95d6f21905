import { expect, test } from 'vitest'
import { titleSearch } from './title-search'
import cases from './title-search-cases.json'

test.each(cases)('"$query" in "$title": $found', ({ title, query, found }) => {
  expect(titleSearch(query)?.(title) ?? false).toBe(found)
})

test('a query without a word is no search', () => {
  expect(titleSearch(' \u200b')).toBeNull()
})
