import { expect, vi } from 'vitest'
import { EarlySeal } from '@/features/provider-key/early-seal'
import { sealEarly } from '@/features/provider-key/vault-store'

/** Does what the first letter in the composer does; resolves when the sealed key is there. */
export async function sealEarlyAndWait(): Promise<void> {
  const { prepare } = EarlySeal.prototype
  let sealing: Promise<string> | undefined
  const spy = vi.spyOn(EarlySeal.prototype, 'prepare').mockImplementation(function (this: EarlySeal, seal) {
    prepare.call(this, () => {
      sealing = seal()
      return sealing
    })
  })
  sealEarly()
  spy.mockRestore()
  expect(await sealing).toMatch(/^eyJ/)
}
