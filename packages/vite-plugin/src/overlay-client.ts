/** Runs in the page, only while developing: shows what marked modules tell about themselves in Vite's own overlay. */

export interface Problem { file: string; line: number; column: number; message: string; frame: string }

interface Overlay extends HTMLElement { close(): void }
type OverlayConstructor = new (error: { plugin: string; message: string; stack: string; frame: string; id: string; loc: { file: string; line: number; column: number } }) => Overlay
interface Hot { on(event: string, listener: () => void): void }

const name = 'vite-error-overlay'
const problems = new Map<string, readonly Problem[]>()
let shown: Overlay | undefined
/** What was on the screen when the user closed the overlay: not shown again before it changes. */
let last = ''
let waiting: ReturnType<typeof setTimeout> | undefined

/** Called by each marked module when it runs. */
export function tell(file: string, found: readonly Problem[]): void {
  if (typeof document === 'undefined') return
  if (found.length > 0) problems.set(file, found)
  else problems.delete(file)
  wait()
}

/** Modules tell one after the other. */
function wait(): void {
  clearTimeout(waiting)
  waiting = setTimeout(show, 100)
}

function hide(): void {
  shown?.close()
  shown = undefined
}

function show(): void {
  const all = [...problems.values()].flat()
  const text = JSON.stringify(all)
  if (all.length === 0) {
    hide()
    last = ''
    return
  }
  if (text === last) return
  hide()
  // An error of Vite's own is worse: it is shown until it is mended, and then there is an update.
  if (document.querySelector(name)) return
  const Overlay = customElements.get(name) as OverlayConstructor | undefined
  if (!Overlay) return
  last = text
  const [first, ...others] = all
  shown = new Overlay({
    plugin: 'parfor', message: first.message, frame: `${first.frame}\n`, id: first.file, loc: first,
    stack: others.map(({ file, line, column, message }) => `${file}:${line}:${column} ${message}`).join('\n'),
  })
  document.body.append(shown)
}

// Vite looks for this very text.
const hot = (import.meta as { hot?: Hot }).hot
// Vite reloads the page if the first update after loading meets an overlay, and removes all overlays at others.
hot?.on('vite:beforeUpdate', () => {
  if (shown?.isConnected) last = ''
  hide()
})
hot?.on('vite:afterUpdate', wait)
