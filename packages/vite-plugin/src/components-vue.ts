/** The scripts of Vue's single-file components: elements at the top, whose content is text, unless it is a template of HTML. */
import { behindComment, behindTag, rawTextEnd, readTag } from './components-markup.ts'
import type { Script, Tag } from './components-markup.ts'

const rules = { braces: false }
const tagStart = /[a-z]/i
/** Elements of HTML in which tags are text. */
const textElements = /^(?:script|style|textarea|title)$/i

export function vueScripts(text: string): Script[] {
  const scripts: Script[] = []
  let at = 0
  while ((at = text.indexOf('<', at)) >= 0) {
    if (text.startsWith('<!--', at)) at = behindComment(text, at)
    else if (!tagStart.test(text[at + 1] ?? '')) at++
    else {
      const tag = readTag(text, at, rules)
      if (!tag) break
      at = tag.end
      if (tag.selfClosing) continue
      const contentEnd = hasMarkup(tag) ? templateEnd(text, tag.end) : rawTextEnd(text, tag.name, tag.end)
      at = behindTag(text, contentEnd)
      if (tag.name === 'script' && contentEnd < text.length) scripts.push({ attributes: tag.attributes, start: tag.start, contentStart: tag.end, contentEnd, end: at })
    }
  }
  return scripts
}

function hasMarkup({ name, attributes }: Tag): boolean {
  const language = attributes.get('lang') ?? ''
  return name === 'template' && (language === '' || language === 'html')
}

/** Where the closing tag begins that belongs to a template. */
function templateEnd(text: string, start: number): number {
  let depth = 1
  let at = start
  while (at < text.length) {
    if (text.startsWith('{{', at)) {
      const end = text.indexOf('}}', at)
      at = end < 0 ? at + 2 : end + 2
    } else if (text[at] !== '<') at++
    else if (text.startsWith('<!--', at)) at = behindComment(text, at)
    else if (/^<\/template[\s/>]/i.test(text.slice(at, at + 12))) {
      if (--depth === 0) return at
      at = behindTag(text, at)
    } else if (tagStart.test(text[at + 1] ?? '')) {
      const tag = readTag(text, at, rules)
      if (!tag) return text.length
      at = tag.end
      if (tag.selfClosing) continue
      if (tag.name.toLowerCase() === 'template') depth++
      else if (textElements.test(tag.name)) at = rawTextEnd(text, tag.name, at)
    } else at++
  }
  return at
}
