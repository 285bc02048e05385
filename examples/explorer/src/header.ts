/** The switch plain/parfor, the number of threads, and what parfor is doing: on all views. */
import { info } from 'parfor'
import { create, element } from './dom.ts'
import { onEngine, setEngine, setThreads, state, type Engine } from './engine.ts'
import { plural } from './format.ts'
import { connectPanel } from './panel.ts'

function fillThreads(select: HTMLSelectElement): void {
  if (select.options.length === state.available && !select.disabled) return
  select.replaceChildren(...Array.from({ length: state.available }, (_, k) => create('option', { value: String(k + 1) }, plural(k + 1, 'thread'))))
  select.disabled = state.available === 1
}

/** The best rung that is missing, if it is one that people would want to know about. */
function missing(): string | undefined {
  const [best] = info().ladder
  return best.available || state.threads < state.available ? undefined : best.reason
}

function update(): void {
  const select = element<HTMLSelectElement>('threads')
  fillThreads(select)
  select.value = String(state.threads)
  const status = element('status')
  const { rung, threads } = info()
  const computing = state.engine === 'plain' ? 'plain JavaScript' : state.started ? `${rung === 'js' ? 'JavaScript' : 'WebAssembly'} · ${plural(threads, 'thread')}` : 'starting'
  status.querySelector('span')!.textContent = computing
  status.dataset.state = state.engine === 'plain' ? 'plain' : !state.started ? 'starting' : rung === 'wasm' ? 'full' : 'less'
  const reason = state.started ? missing() : undefined
  const notice = element('notice')
  notice.hidden = reason === undefined
  notice.textContent = reason === undefined ? '' : `Running on ${plural(threads, 'thread')}: ${reason}`
  document.documentElement.dataset.engine = state.engine
}

export function connectHeader(): void {
  element('engine').addEventListener('change', (event) => setEngine((event.target as HTMLInputElement).value as Engine))
  element('threads').addEventListener('change', (event) => setThreads(Number((event.target as HTMLSelectElement).value)))
  // Some browsers keep the state of forms over a reload.
  for (const input of element('engine').querySelectorAll('input')) input.checked = input.value === state.engine
  onEngine(update)
  update()
  connectPanel(element('status'))
}
