/** `info()` on screen: the ladder with its reasons, threads, heap, and the calls of each region. */
import { info, type Information } from 'parfor'
import { create, element } from './dom.ts'
import { bytes, plural, whole } from './format.ts'

const rungNames: Record<string, string> = { wasm: 'WebAssembly, all threads', wasm1: 'WebAssembly, one thread', js: 'JavaScript' }

function ladder({ ladder: rungs, rung: used }: Information): HTMLElement {
  return create('ol', { class: 'ladder' }, ...rungs.map(({ rung, available, reason }) => create('li', { 'data-rung': rung, 'data-state': rung === used ? 'used' : available ? 'available' : 'missing' },
    create('b', {}, rungNames[rung] ?? rung), create('code', {}, rung), create('p', {}, rung === used ? 'in use' : reason ?? 'available'))))
}

function facts({ threads, heap, versions }: Information): HTMLElement {
  const rows: [string, string][] = [
    ['Threads', `${whole(threads)} of ${plural(navigator.hardwareConcurrency, 'core')}`],
    ['Cross-origin isolated', crossOriginIsolated ? 'yes' : 'no'],
    ['Shared heap', `${bytes(heap.used)} in use of ${bytes(heap.size)}`],
    ['parfor', `${versions.parfor}, ABI ${versions.abi}`],
  ]
  return create('dl', { class: 'facts' }, ...rows.map(([name, value]) => create('div', {}, create('dt', {}, name), create('dd', {}, value))))
}

/** What is less than it could be, with the cure. */
function remarks({ remarks: all }: Information): HTMLElement[] {
  return all.length === 0 ? [] : [create('h3', {}, 'What would make it faster'), create('ul', { class: 'remarks' }, ...all.map((remark) => create('li', {}, remark)))]
}

function regions({ regions: all }: Information): HTMLElement {
  const called = all.filter((region) => region.calls > 0).toSorted((a, b) => b.calls - a.calls)
  if (called.length === 0) return create('p', { class: 'hint' }, `${plural(all.length, 'region')} loaded, none called yet.`)
  return create('table', { class: 'regions' },
    create('thead', {}, create('tr', {}, ...['region', 'calls', 'wasm', 'js', 'original'].map((name, k) => create('th', k > 0 ? { class: 'number' } : {}, name)))),
    create('tbody', {}, ...called.map((region) => create('tr', { title: `${region.file}:${region.line}` }, create('td', {}, create('code', {}, region.name)),
      ...[region.calls, region.wasm, region.js, region.original].map((count) => create('td', { class: 'number' }, whole(count)))))))
}

export function connectPanel(button: HTMLElement): void {
  const panel = element('panel')
  const close = create('button', { type: 'button', class: 'close', 'aria-label': 'Close' }, '×')
  const content = create('div')
  panel.append(create('header', {}, create('h2', {}, 'What parfor does here'), close), content)
  const draw = () => {
    const now = info()
    content.replaceChildren(create('h3', {}, 'Ladder'), ladder(now), create('h3', {}, 'Here'), facts(now), ...remarks(now), create('h3', {}, 'Calls above the gate'), regions(now))
  }
  let timer: ReturnType<typeof setInterval> | undefined
  const toggle = (open: boolean) => {
    panel.hidden = !open
    button.setAttribute('aria-expanded', String(open))
    clearInterval(timer)
    if (!open) return
    draw()
    timer = setInterval(draw, 500)
    close.focus({ preventScroll: true })
  }
  button.addEventListener('click', () => toggle(panel.hidden !== false))
  close.addEventListener('click', () => { toggle(false); button.focus() })
  panel.addEventListener('keydown', (event) => { if (event.key === 'Escape') { toggle(false); button.focus() } })
}
