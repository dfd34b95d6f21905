import { serveVault } from './vault-service'
import { browserVaultStorage } from './vault-storage'

serveVault(self, browserVaultStorage())
