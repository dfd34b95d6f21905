/** Names of languages as fences give them: what people call them, and how their files end. */
const LANGUAGES: Readonly<Record<string, readonly [name: string, extension: string]>> = {
  bash: ['Bash', 'sh'],
  c: ['C', 'c'],
  cpp: ['C++', 'cpp'],
  cs: ['C#', 'cs'],
  csharp: ['C#', 'cs'],
  css: ['CSS', 'css'],
  csv: ['CSV', 'csv'],
  diff: ['Diff', 'diff'],
  go: ['Go', 'go'],
  html: ['HTML', 'html'],
  java: ['Java', 'java'],
  javascript: ['JavaScript', 'js'],
  js: ['JavaScript', 'js'],
  json: ['JSON', 'json'],
  jsx: ['JSX', 'jsx'],
  kotlin: ['Kotlin', 'kt'],
  markdown: ['Markdown', 'md'],
  md: ['Markdown', 'md'],
  php: ['PHP', 'php'],
  py: ['Python', 'py'],
  python: ['Python', 'py'],
  ruby: ['Ruby', 'rb'],
  rust: ['Rust', 'rs'],
  sh: ['Shell', 'sh'],
  shell: ['Shell', 'sh'],
  sql: ['SQL', 'sql'],
  swift: ['Swift', 'swift'],
  ts: ['TypeScript', 'ts'],
  tsx: ['TSX', 'tsx'],
  typescript: ['TypeScript', 'ts'],
  xml: ['XML', 'xml'],
  yaml: ['YAML', 'yaml'],
  yml: ['YAML', 'yaml'],
}

/** Returns what a language is called, and the ending of its files. */
export function languageNamed(language: string): { name: string; extension: string } {
  const [name = language || 'Code', extension = 'txt'] = LANGUAGES[language] ?? []
  return { name, extension }
}
