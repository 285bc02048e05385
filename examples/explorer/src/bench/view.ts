/** The bench view: runs the suite, fills the table row by row, and hands out the report as JSON (`window.parforBench` for scripts). */
import { create, element } from '../dom.ts'
import { onEngine, state } from '../engine.ts'
import { gain, milliseconds, plural } from '../format.ts'
import type { View } from '../main.ts'
import { Stopped } from './measure.ts'
import { caseNames, runBench, variants, type BenchOptions, type Report, type Row } from './suite.ts'

declare global {
  interface Window {
    /** What `pnpm bench:browser` calls. */
    parforBench?: { run(options: Pick<BenchOptions, 'rounds' | 'only'>): Promise<Report>; report?: Report }
  }
}

const heading = (variant: string) => {
  const [memory, threads] = variant.split(' ')
  return memory === 'plain' ? 'plain' : `${memory === 'shared' ? 'shared heap' : 'ordinary arrays'}, ${plural(Number(threads), 'thread')}`
}

function figures(report: Report): HTMLElement[] {
  const all: [string, string, string][] = [
    ['threads', String(report.threads), `of ${report.cores} cores`],
    ['they scale', report.scaling.toFixed(2), '×'],
    ['pool ready after load', Math.max(0, report.poolReady.afterLoad).toFixed(0), 'ms'],
    ['starting a region, awake', report.start.awake.toFixed(2), 'µs'],
    ['asleep', report.start.asleep.toFixed(0), 'µs'],
    [`${report.pause.name} after a pause`, report.pause.all.toFixed(2), `ms, plain ${report.pause.plain.toFixed(2)}, one thread ${report.pause.one.toFixed(2)}`],
    ...report.tiny.map(({ length, plain, parfor }): [string, string, string] => [`call of ${length} elements`, (parfor - plain >= 0 ? '+' : '−') + Math.abs(parfor - plain).toFixed(0), `ns on ${plain.toFixed(0)}`]),
  ]
  return all.map(([name, value, unit]) => create('div', {}, create('dt', {}, name), create('dd', {}, value, create('small', {}, ` ${unit}`))))
}

export function view(): View {
  const [run, stop, download] = ['run', 'stop', 'download'].map((id) => element<HTMLButtonElement>(id))
  let stopping = false

  function showColumns(): void {
    const [plain, ...others] = variants(state.available)
    element('bench-columns').replaceChildren(create('tr', {}, create('th', {}, 'kernel'), create('th', { class: 'number' }, `${plain}, ms`),
      ...others.map((variant) => create('th', { class: 'number' }, heading(variant)))))
    if (!window.parforBench?.report) {
      element('bench-rows').replaceChildren(...caseNames.map((name) => create('tr', { class: 'waiting' }, create('td', {}, name), create('td', { class: 'number' }, '–'), ...others.map(() => create('td')))))
    }
  }

  function showRow({ name, milliseconds: times }: Row): void {
    const [plain, ...others] = variants(state.available)
    const cells = others.map((variant) => {
      const ratio = times[plain] / times[variant]
      const cell = create('td', { class: `number ratio ${ratio >= 1.1 ? 'better' : ratio < 0.95 ? 'worse' : ''}`, title: `${milliseconds(times[variant])} ms` }, create('b', {}, gain(ratio)), create('i'))
      cell.style.setProperty('--ratio', String(Math.min(1, ratio / 12)))
      return cell
    })
    const row = create('tr', { 'data-case': name }, create('td', {}, name), create('td', { class: 'number' }, milliseconds(times[plain])), ...cells)
    element('bench-rows').children[caseNames.indexOf(name)].replaceWith(row)
  }

  async function start(options: Pick<BenchOptions, 'rounds' | 'only'>): Promise<Report> {
    stopping = false
    run.disabled = true
    stop.hidden = false
    try {
      const report = await runBench({
        ...options, stopped: () => stopping, row: showRow,
        progress(part, what) {
          element<HTMLProgressElement>('progress').value = part
          element('progress-text').textContent = what
        },
      })
      window.parforBench!.report = report
      // Two threads do not gain from a core that somebody else keeps busy.
      if (report.threads > 1 && report.scaling < 0.6 * report.threads) element('progress-text').textContent = 'done, on a busy machine: its threads hardly scale'
      element('bench-figures').replaceChildren(...figures(report))
      download.disabled = false
      return report
    } finally {
      run.disabled = false
      stop.hidden = true
    }
  }

  run.addEventListener('click', () => {
    start({ rounds: Number(element<HTMLSelectElement>('rounds').value) }).catch((error: unknown) => {
      if (!(error instanceof Stopped)) throw error
      element('progress-text').textContent = 'stopped'
    })
  })
  stop.addEventListener('click', () => { stopping = true })
  download.addEventListener('click', () => {
    const url = URL.createObjectURL(new Blob([JSON.stringify(window.parforBench!.report, null, 2)], { type: 'application/json' }))
    create('a', { href: url, download: 'parfor-bench.json' }).click()
    setTimeout(() => URL.revokeObjectURL(url), 1000)
  })
  window.parforBench = { run: start }
  onEngine(showColumns)
  showColumns()
  return {
    show() { showColumns() },
    hide() { stopping = true },
  }
}
