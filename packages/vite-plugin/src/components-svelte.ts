/** The scripts of Svelte components: those that stand in no element and no block. */
import { behindComment, behindTag, rawTextEnd, readTag, skipExpression } from './components-markup.ts'
import type { Script } from './components-markup.ts'

const rules = { braces: true }
const tagStart = /[a-z]/i
const voidElements = /^(?:area|base|br|col|command|embed|hr|img|input|keygen|link|meta|param|source|track|wbr|!doctype)$/i

export function svelteScripts(text: string): Script[] {
  const scripts: Script[] = []
  /** Elements and blocks that are open. */
  const open: string[] = []
  const close = (name: string): void => {
    const index = open.lastIndexOf(name)
    if (index >= 0) open.length = index
  }
  let at = 0
  while (at < text.length) {
    if (text[at] === '{') {
      const block = /^\{\s*([#/])/.exec(text.slice(at, at + 100))?.[1]
      if (block === '#') open.push('{')
      else if (block === '/') close('{')
      at = skipExpression(text, block === '/' ? text.indexOf('/', at) + 1 : at + 1)
    } else if (text[at] !== '<') at++
    else if (text.startsWith('<!--', at)) at = behindComment(text, at)
    else if (text[at + 1] === '/') {
      const end = behindTag(text, at)
      close(text.slice(at + 2, end - 1).trim())
      at = end
    } else if (tagStart.test(text[at + 1] ?? '')) {
      const tag = readTag(text, at, rules)
      if (!tag) break
      at = tag.end
      if (tag.selfClosing || voidElements.test(tag.name)) continue
      if (tag.name !== 'script' && tag.name !== 'style') {
        open.push(tag.name)
        continue
      }
      const contentEnd = rawTextEnd(text, tag.name, tag.end)
      at = behindTag(text, contentEnd)
      if (tag.name === 'script' && open.length === 0 && contentEnd < text.length) {
        scripts.push({ attributes: tag.attributes, start: tag.start, contentStart: tag.end, contentEnd, end: at })
      }
    } else at++
  }
  return scripts
}
