/** The flights view: whatever a slider changes is computed again in the next animation frame, synchronously. */
import { Chart } from '../chart.ts'
import { create, element, onNextFrame } from '../dom.ts'
import { onEngine, started, state } from '../engine.ts'
import { milliseconds, whole } from '../format.ts'
import type { View } from '../main.ts'
import { Analysis, delays, type Answers, type Coefficients, type Parameters, type Question } from './analysis.ts'
import { readFlights } from './data.ts'
import { drawLoss, Fit, probability, Sliders, unfitted } from './model.ts'
import { compareAll, showCosts, showTable, type ComparedQuestion } from './verdict-table.ts'

const all: Question[] = ['summary', 'correlation', 'density', 'histogram', 'byHour', 'score']
const percent = (value: number) => `${(100 * value).toFixed(1)} %`
const input = (id: string) => element<HTMLInputElement>(id)

export function view(): View {
  const parameters: Parameters = { low: 0, high: 5000, threshold: 15, bandwidth: 3, coefficients: unfitted }
  const charts = { delays: new Chart(element('delays')), hours: new Chart(element('hours')) }
  const stale = new Set<Question>(all)
  let analysis: Analysis | undefined
  let fit: Fit | undefined
  let compared = new Map<Question, ComparedQuestion>()
  const answers = {} as Answers
  let visible = false

  function renew<Q extends Question>(asked: Analysis, question: Q): void {
    answers[question] = asked.ask(question, state.engine, parameters)
  }

  const redraw = onNextFrame(() => {
    if (!analysis || !visible) return
    if (fit) advance(analysis, fit)
    if (stale.size > 0) {
      const start = performance.now()
      for (const question of stale) renew(analysis, question)
      element('update').textContent = `${milliseconds(performance.now() - start)} ms`
      stale.clear()
      showAnswers(answers)
      showCosts(analysis, state.engine)
      showTable(analysis, compared)
    }
    if (fit && !fit.done) redraw()
    else fit = undefined
  })
  const update = (questions: readonly Question[]) => {
    for (const question of questions) stale.add(question)
    redraw()
  }

  function advance(asked: Analysis, running: Fit): void {
    const at = (coefficients: Coefficients) => ({ ...parameters, coefficients })
    parameters.coefficients = running.advance(parameters.coefficients,
      (coefficients) => asked.ask('gradient', state.engine, at(coefficients)).slope,
      (coefficients) => asked.ask('score', state.engine, at(coefficients)).loss)
    sliders.show(parameters.coefficients)
    drawLoss(element('loss'), running.progress.loss)
    stale.add('score')
    const { step, steps, kernelMilliseconds } = running.progress
    element('fit').textContent = running.done ? `Fitted in ${milliseconds(kernelMilliseconds)} ms` : `Step ${step} of ${steps}`
  }

  function showAnswers({ summary, correlation, density, histogram, byHour, score }: Answers): void {
    const { count, late, miles, mean, deviation } = summary
    const { threshold, bandwidth, coefficients } = parameters
    element('count').textContent = whole(count)
    element('mean').replaceChildren(mean.toFixed(2), create('small', {}, ' min'))
    element('deviation').replaceChildren(deviation.toFixed(2), create('small', {}, ' min'))
    element('late').replaceChildren((100 * late / count).toFixed(1), create('small', {}, ' %'))
    element('score').textContent = `log loss ${score.loss.toFixed(4)} · ${percent(score.right / score.count)} right`
    // A Gaussian around every flight, scaled to flights per bin.
    const scale = delays.width / (bandwidth * Math.sqrt(2 * Math.PI))
    const curve = Array.from(density.at, (x, k) => [x, density.density[k] * scale] as const)
    const counts = Array.from(histogram.counts)
    charts.delays.show({
      label: `Histogram of delays: mean ${mean.toFixed(1)}, standard deviation ${deviation.toFixed(1)} minutes`,
      x: { least: delays.start, most: delays.end, format: (value) => String(value).replace('-', '−') },
      y: { least: 0, most: Math.max(1, ...counts, ...curve.map(([, y]) => y)) * 1.08, format: (value) => value >= 1000 ? `${value / 1000}k` : String(value) },
      bars: counts.map((value, k) => ({ from: delays.start + k * delays.width, to: delays.start + (k + 1) * delays.width, value, kind: delays.start + k * delays.width >= threshold ? 'late' : '' })),
      lines: [{ kind: 'density', points: curve }],
      marks: [{ at: mean, text: `mean ${mean.toFixed(1)}`, kind: 'mean' }],
      describe: (x) => {
        const bin = Math.min(counts.length - 1, Math.floor((x - delays.start) / delays.width))
        return `${delays.start + bin * delays.width} to ${delays.start + (bin + 1) * delays.width} min: ${whole(counts[bin])} flights`.replaceAll('-', '−')
      },
    })
    const shares = Array.from(byHour.all, (flights, hour) => flights > 0 ? byHour.late[hour] / flights : 0)
    charts.hours.show({
      label: 'Share of late flights for each hour of the day, counted and modelled',
      x: { least: 0, most: 24, format: (value) => `${value}:00` },
      // Hours with hardly a flight do not set the scale.
      y: { least: 0, most: Math.min(1, Math.max(0.1, ...shares.filter((_, hour) => byHour.all[hour] > count / 500)) * 1.25), format: (value) => `${Math.round(100 * value)} %` },
      bars: shares.map((value, hour) => ({ from: hour, to: hour + 1, value, kind: byHour.all[hour] > count / 500 ? '' : 'rare' })),
      lines: [{ kind: 'model', points: Array.from({ length: 97 }, (_, k) => [k / 4, probability(coefficients, miles, k / 4)] as const) }],
      describe: (x) => {
        const hour = Math.min(23, Math.floor(x))
        return `${hour}:00: ${whole(byHour.late[hour])} of ${whole(byHour.all[hour])} late, ${percent(shares[hour])}`
      },
    })
    showMatrix([[1, correlation.distance, correlation.hour], [correlation.distance, 1, correlation.both], [correlation.hour, correlation.both, 1]])
  }

  function showMatrix(matrix: number[][]): void {
    const headings = ['delay', 'distance', 'hour']
    const cell = (value: number) => {
      const made = create('span', { class: 'cell' }, value.toFixed(3).replace('-', '−'))
      // Small correlations are to be seen as well: the root spreads them.
      made.style.setProperty('--strength', `${Math.round(100 * Math.sqrt(Math.abs(value)))}%`)
      made.classList.toggle('negative', value < 0)
      return made
    }
    element('matrix').replaceChildren(create('span'), ...headings.map((text) => create('span', { class: 'heading' }, text)),
      ...matrix.flatMap((row, k) => [create('span', { class: 'heading' }, headings[k]), ...row.map(cell)]))
  }

  function showParameters(): void {
    const { low, high, threshold, bandwidth } = parameters
    element('range-value').textContent = `${whole(low)} to ${whole(high)} miles`
    element('threshold-value').textContent = `${threshold} min`
    element('bandwidth-value').textContent = `${bandwidth} min`
    element('range-fill').style.insetInline = `${low / 50}% ${100 - high / 50}%`
    sliders.show(parameters.coefficients)
  }

  const sliders = new Sliders(element('coefficients'), (coefficients) => {
    parameters.coefficients = coefficients
    fit = undefined
    showParameters()
    update(['score'])
  })
  for (const id of ['low', 'high', 'threshold', 'bandwidth'] as const) {
    input(id).addEventListener('input', () => {
      parameters[id] = Number(input(id).value)
      // The thumbs keep a distance of at least one step.
      if (id === 'low') parameters.low = Math.min(parameters.low, parameters.high - 50)
      if (id === 'high') parameters.high = Math.max(parameters.high, parameters.low + 50)
      input(id).value = String(parameters[id])
      showParameters()
      update(id === 'bandwidth' ? ['density'] : id === 'threshold' ? ['summary', 'byHour', 'score'] : all)
    })
    input(id).value = String(parameters[id])
  }
  element('fit').addEventListener('click', () => { fit = new Fit(); redraw() })
  element('reset').addEventListener('click', () => {
    fit = undefined
    parameters.coefficients = unfitted
    element('fit').textContent = 'Fit'
    drawLoss(element('loss'), [])
    showParameters()
    update(['score'])
  })
  const button = element<HTMLButtonElement>('compare-flights')
  button.addEventListener('click', async () => {
    button.disabled = true
    compared = await compareAll(analysis!, parameters, (part) => { button.textContent = `Comparing ${Math.round(100 * part)} %` })
    button.textContent = 'Compare plain and parfor'
    button.disabled = false
    update(all)
  })
  onEngine(() => update(all))
  showParameters()
  button.disabled = true

  async function load(): Promise<void> {
    await started()
    analysis = new Analysis(await readFlights())
    button.disabled = false
    update(all)
  }
  void load().catch((error: Error) => { element('count').textContent = error.message })
  return {
    show() { visible = true; update(all) },
    hide() { visible = false },
  }
}
