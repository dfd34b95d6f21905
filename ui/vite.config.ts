import { fileURLToPath } from 'node:url'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'
import { mockApi } from './src/testing/vite-mock.ts'

const server = process.env['URU_DEV_SERVER'] ?? 'http://localhost:8080'

const root = fileURLToPath(new URL('.', import.meta.url)).replace(/\/$/, '')

/** The policy that the application sends with every response, so that `preview` breaks what the real server would break. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types uru',
].join('; ')

export default defineConfig(({ mode }) => ({
  plugins: [react(), tailwindcss(), ...(mode === 'mock' ? [mockApi(root)] : [])],
  resolve: { alias: { '@': `${root}/src` } },
  server: {
    host: '127.0.0.1',
    proxy: { '/api': server, '/health': server, '/openapi': server },
  },
  preview: { host: '127.0.0.1', headers: { 'Content-Security-Policy': contentSecurityPolicy } },
  build: {
    target: 'es2022',
    manifest: true,
    // An inlined asset would be a data: URL, which the content security policy refuses for scripts and styles.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    // All supported browsers preload modules by themselves.
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        codeSplitting: {
          // One chunk for the first load, then one per feature: what they share would else be many small files, which
          // compress worse. Sign-in comes first, so that it holds what the others use as well.
          groups: [
            { name: 'app', tags: ['$initial'] },
            { name: 'sign-in', test: /src\/features\/auth\// },
            // What is rarely needed is loaded then.
            { name: 'transcript', test: /src\/features\/generations\/components\/(?!edit-form)/ },
            // It has libraries of its own, and is loaded beside the transcript.
            {
              name: 'markdown',
              test: /src\/components\/markdown\/(?!lazy|highlight|formula-renderer)|node_modules\/(?:markdown-it|linkify-it|mdurl|uc\.micro|entities|punycode|get-east-asian)/,
            },
            { name: 'models', test: /src\/features\/models\// },
            { name: 'key', test: /src\/features\/provider-key\// },
          ],
        },
      },
    },
  },
  worker: { format: 'es' },
  test: {
    environment: 'happy-dom',
    setupFiles: ['./src/testing/setup.ts'],
    include: ['src/**/*.test.{ts,tsx}', 'scripts/**/*.test.mjs'],
    reporters: ['default', 'junit'],
    outputFile: { junit: 'target/vitest.xml' },
    // Deriving a key from a passphrase is slow on purpose, and slower on a busy machine.
    testTimeout: 30_000,
    restoreMocks: true,
    unstubGlobals: true,
  },
}))
