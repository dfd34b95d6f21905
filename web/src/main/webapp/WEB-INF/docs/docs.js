// Shows the server's own OpenAPI document. Builds elements only, never markup: Trusted Types refuse anything else.

const METHODS = ['get', 'post', 'put', 'patch', 'delete']

function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties)
  made.append(...children)
  return made
}

function resolve(api, schema) {
  const name = schema?.$ref?.replace('#/components/schemas/', '')
  return name ? (api.components?.schemas?.[name] ?? {}) : (schema ?? {})
}

/** An example-like outline of a schema: names and types, as deep as three levels. */
function outline(api, schema, depth = 0) {
  const resolved = resolve(api, schema)
  if (resolved.enum) return resolved.enum.join(' | ')
  if (resolved.type === 'array') return [outline(api, resolved.items, depth + 1)]
  if (!resolved.properties) return resolved.format ?? resolved.type ?? 'any'
  if (depth > 3) return '…'
  return Object.fromEntries(
    Object.entries(resolved.properties).map(([name, property]) => [name, outline(api, property, depth + 1)]),
  )
}

function bodyOf(api, title, content) {
  return Object.entries(content ?? {}).map(([mediaType, { schema }]) =>
    element(
      'div',
      {},
      element('p', {}, `${title} `, element('code', {}, mediaType)),
      ...(schema ? [element('pre', { tabIndex: 0 }, JSON.stringify(outline(api, schema), null, 2))] : []),
    ),
  )
}

function parametersOf(parameters) {
  if (parameters.length === 0) return []
  const rows = parameters.map(({ name, in: place, required, schema, description }) =>
    element(
      'tr',
      {},
      element('td', {}, element('code', {}, name)),
      element('td', {}, required ? `${place}, required` : place),
      element('td', {}, schema?.format ?? schema?.type ?? ''),
      element('td', {}, description ?? ''),
    ),
  )
  return [element('table', {}, element('caption', { className: 'quiet' }, 'Parameters'), element('tbody', {}, ...rows))]
}

function operationOf(api, path, method, operation, shared) {
  const id = `${method}-${path.replaceAll(/[^a-zA-Z0-9]+/g, '-')}`
  const responses = Object.entries(operation.responses ?? {}).flatMap(([status, response]) => [
    element('p', {}, element('strong', {}, status), ` ${response.description ?? ''}`),
    ...bodyOf(api, 'Body', response.content),
  ])
  const article = element(
    'article',
    { id, className: 'operation' },
    element('h3', {}, element('span', { className: 'method' }, method.toUpperCase()), ` ${path}`),
    element('p', {}, operation.summary ?? operation.description ?? ''),
    ...parametersOf([...shared, ...(operation.parameters ?? [])]),
    ...bodyOf(api, 'Request', operation.requestBody?.content),
    ...responses,
  )
  const link = element('li', {}, element('a', { href: `#${id}` }, `${method.toUpperCase()} ${path}`))
  return { article, link }
}

async function load(address) {
  const response = await fetch(address, { headers: { Accept: 'application/json' } })
  if (!response.ok) throw new Error(`${address} answered ${response.status}`)
  return response.json()
}

async function show() {
  const [api, problems] = await Promise.all([load('/openapi?format=json'), load('/docs/problems.json')])
  const operations = Object.entries(api.paths ?? {})
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([path, item]) =>
      METHODS.filter((method) => item[method]).map((method) =>
        operationOf(api, path, method, item[method], item.parameters ?? []),
      ),
    )
  document.getElementById('contents').append(element('ul', {}, ...operations.map(({ link }) => link)))
  document.getElementById('operations').append(...operations.map(({ article }) => article))
  document.getElementById('problems').append(
    ...problems.map(({ code, status, title, action }) =>
      element(
        'tr',
        { id: `problem-${code}` },
        element('td', {}, element('code', {}, code)),
        element('td', {}, String(status)),
        element('td', {}, title),
        element('td', {}, action),
      ),
    ),
  )
  document.getElementById('state').remove()
  if (location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView()
}

show().catch((error) => {
  document.getElementById('state').textContent = `The reference cannot be loaded: ${error.message}. Reload the page.`
})
