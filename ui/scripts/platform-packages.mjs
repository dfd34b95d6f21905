const SYSTEMS = [
  'aix',
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
]
const PROCESSORS = [
  'arm',
  'arm64',
  'ia32',
  'loong64',
  'mips64el',
  'ppc64',
  'riscv64',
  's390x',
  'wasm32',
  'x64',
]

/**
 * Entries for the optional packages that are named by a locked package but not locked themselves. System and processor are
 * read from the name, so that npm fetches a package only where it fits.
 *
 * @param {Record<string, any>} packages the `packages` of a lock file
 * @returns {Record<string, object>} entries to add, by location
 */
export function missingPlatformPackages(packages) {
  /** @type {Record<string, object>} */
  const missing = {}
  for (const { optionalDependencies = {}, dev } of Object.values(packages)) {
    for (const [name, version] of Object.entries(optionalDependencies)) {
      const location = `node_modules/${name}`
      const words = name.split(/[-/]/)
      const cpu = words.filter((word) => PROCESSORS.includes(word))
      const os = words.filter((word) => SYSTEMS.includes(word))
      if (packages[location] || cpu.length === 0) continue
      const libc = /-musl/.test(name) ? { libc: ['musl'] } : {}
      missing[location] = {
        version,
        cpu,
        ...(dev && { dev }),
        ...libc,
        optional: true,
        ...(os.length > 0 && { os }),
      }
    }
  }
  return missing
}
