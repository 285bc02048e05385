/** The logistic model: its sliders, and its fit by gradient descent, some steps in each animation frame. */
import { create } from '../dom.ts'
import type { Coefficients } from './analysis.ts'

export const unfitted: Coefficients = [-1.3, 0, 0, 0, 0, 0]
export const names = ['base', 'per 1,000 miles', 'day, sine', 'day, cosine', 'half day, sine', 'half day, cosine']

/** The probability that a flight is late. The same as in the kernels, for the curve in the chart. */
export function probability([bias, perMiles, sin1, cos1, sin2, cos2]: Coefficients, miles: number, hour: number): number {
  const angle = hour * (Math.PI / 12)
  const logit = bias + perMiles * miles / 1000 + sin1 * Math.sin(angle) + cos1 * Math.cos(angle) + sin2 * Math.sin(2 * angle) + cos2 * Math.cos(2 * angle)
  return 1 / (1 + Math.exp(-logit))
}

export class Sliders {
  #inputs: HTMLInputElement[]
  #outputs: HTMLOutputElement[]

  constructor(place: HTMLElement, changed: (coefficients: Coefficients) => void) {
    this.#outputs = names.map(() => create('output'))
    this.#inputs = names.map((name) => create('input', { type: 'range', min: '-3', max: '3', step: '0.01', 'aria-label': name }))
    place.append(...names.map((name, k) => create('label', { class: 'field' }, create('span', {}, name, this.#outputs[k]), this.#inputs[k])))
    place.addEventListener('input', () => changed(this.#inputs.map((input) => Number(input.value)) as Coefficients))
  }

  show(coefficients: Coefficients): void {
    for (const [k, value] of coefficients.entries()) {
      this.#inputs[k].value = String(value)
      this.#outputs[k].textContent = value.toFixed(2).replace('-', '−')
    }
  }
}

const steps = 120
const rate = 1.6
const momentum = 0.85
const frameBudget = 14

export interface FitProgress { step: number; steps: number; kernelMilliseconds: number; loss: number[] }

/** Gradient descent with momentum (Polyak 1964), from where the model is. `step` asks for the gradient, `score` for the loss. */
export class Fit {
  #velocity = [0, 0, 0, 0, 0, 0]
  readonly progress: FitProgress = { step: 0, steps, kernelMilliseconds: 0, loss: [] }

  get done(): boolean {
    return this.progress.step >= steps
  }

  /** As many steps as fit into a frame, one at least. */
  advance(start: Coefficients, slopeAt: (coefficients: Coefficients) => Coefficients, lossAt: (coefficients: Coefficients) => number): Coefficients {
    let coefficients = start
    const begin = performance.now()
    do {
      const slope = slopeAt(coefficients)
      this.#velocity = this.#velocity.map((value, k) => momentum * value - rate * (1 - momentum) * 4 * slope[k])
      coefficients = coefficients.map((value, k) => value + this.#velocity[k]) as Coefficients
      this.progress.step++
    } while (!this.done && performance.now() - begin < frameBudget)
    this.progress.kernelMilliseconds += performance.now() - begin
    this.progress.loss.push(lossAt(coefficients))
    return coefficients
  }
}

/** The loss so far, as a small curve. */
export function drawLoss(place: HTMLElement, losses: readonly number[]): void {
  if (losses.length < 2) {
    place.replaceChildren()
    return
  }
  const [least, most] = [Math.min(...losses), Math.max(...losses)]
  const points = losses.map((loss, k) => `${(100 * k / (losses.length - 1)).toFixed(1)},${(26 - 24 * (loss - least) / (most - least || 1)).toFixed(1)}`)
  place.innerHTML = `<svg viewBox="0 0 100 28" preserveAspectRatio="none"><polyline class="line model" vector-effect="non-scaling-stroke" points="${points.join(' ')}"/></svg>`
}
