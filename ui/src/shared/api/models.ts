import { requestJson } from './access'
import type { Model } from './schema'

export async function getModels(): Promise<Model[]> {
  return (await requestJson<{ items: Model[] }>({ method: 'GET', path: '/models' })).items
}
