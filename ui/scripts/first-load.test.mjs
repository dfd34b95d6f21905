import { expect, test } from 'vitest'
import { firstLoad } from './first-load.mjs'

const manifest = {
  'index.html': { file: 'assets/main.js', imports: ['_shared.js'], dynamicImports: ['src/lazy.ts'] },
  '_shared.js': { file: 'assets/shared.js', imports: ['index.html'] },
  'src/lazy.ts': { file: 'assets/lazy.js', imports: ['_shared.js', '_deep.js'] },
  '_deep.js': { file: 'assets/deep.js' },
}

test('counts an entry with everything it imports statically, once', () => {
  expect(firstLoad(manifest, ['index.html'])).toEqual(['assets/main.js', 'assets/shared.js'])
})

test('counts a dynamic import only where it is named', () => {
  expect(firstLoad(manifest, ['index.html', 'src/lazy.ts'])).toContain('assets/deep.js')
})

test('refuses an entry that the build does not know', () => {
  expect(() => firstLoad(manifest, ['src/gone.ts'])).toThrow('src/gone.ts')
})
