import { fileURLToPath } from 'node:url'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'
import { mockApi } from './src/testing/vite-mock.ts'

const server = process.env['URU_DEV_SERVER'] ?? 'http://localhost:8080'

const root = fileURLToPath(new URL('.', import.meta.url)).replace(/\/$/, '')

export default defineConfig(({ mode }) => ({
  plugins: [react(), tailwindcss(), ...(mode === 'mock' ? [mockApi(root)] : [])],
  resolve: { alias: { '@': `${root}/src` } },
  server: {
    host: '127.0.0.1',
    proxy: { '/api': server, '/health': server, '/openapi': server },
  },
  preview: { host: '127.0.0.1' },
  build: {
    target: 'es2022',
    manifest: true,
    // An inlined asset would be a data: URL, which the content security policy refuses for scripts and styles.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
  },
  worker: { format: 'es' },
  test: {
    environment: 'happy-dom',
    setupFiles: ['./src/testing/setup.ts'],
    include: ['src/**/*.test.{ts,tsx}', 'scripts/**/*.test.mjs'],
    reporters: ['default', 'junit'],
    outputFile: { junit: 'target/vitest.xml' },
    restoreMocks: true,
    unstubGlobals: true,
  },
}))
