/** A script for pages that are tested in engines whose driver does not show the console: first in the page, it keeps what the page says. */
export const recorder = `
const recorded = globalThis.recorded = { errors: [], warnings: [], exceptions: [] }
const text = (values) => values.map((value) => typeof value === 'object' && value !== null && value.stack ? String(value) : String(value)).join(' ')
for (const [method, list] of [['error', recorded.errors], ['warn', recorded.warnings]]) {
  const original = console[method]
  console[method] = (...values) => { list.push(text(values)); original.apply(console, values) }
}
addEventListener('error', (event) => { recorded.exceptions.push(event.message || 'could not be loaded: ' + (event.target.src || event.target.href)) }, true)
addEventListener('unhandledrejection', (event) => { recorded.exceptions.push(String(event.reason)) })
`
