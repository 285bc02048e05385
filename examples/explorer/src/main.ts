/** The page: header, views, and the panel that shows `info()`. A view's module, with its kernels, is loaded when the view is first opened. */
import { element } from './dom.ts'
import { started } from './engine.ts'
import { connectHeader } from './header.ts'

export interface View {
  /** Called each time the view comes on screen, and when it leaves it. */
  show(): void
  hide(): void
}

const loaders: Record<string, () => Promise<View>> = {
  fractals: async () => (await import('./fractals/view.ts')).view(),
  flights: async () => (await import('./flights/view.ts')).view(),
  bench: async () => (await import('./bench/view.ts')).view(),
}
const views = new Map<string, Promise<View>>()
let current: { name: string; view?: View } | undefined

async function open(name: string): Promise<void> {
  if (current?.name === name) return
  current?.view?.hide()
  const opened: typeof current = { name }
  current = opened
  for (const each of Object.keys(loaders)) element(`view-${each}`).hidden = each !== name
  for (const tab of document.querySelectorAll<HTMLElement>('[data-tab]')) {
    if (tab.dataset.tab === name) tab.setAttribute('aria-current', 'page')
    else tab.removeAttribute('aria-current')
  }
  document.documentElement.dataset.view = name
  if (!views.has(name)) views.set(name, loaders[name]())
  const view = await views.get(name)!
  // Another tab may have been opened meanwhile.
  if (current !== opened) return
  opened.view = view
  view.show()
}

const wanted = () => {
  const name = location.hash.slice(1)
  return Object.hasOwn(loaders, name) ? name : 'fractals'
}

connectHeader()
// The pool starts while the view is still being loaded.
void started()
addEventListener('hashchange', () => void open(wanted()))
void open(wanted())
