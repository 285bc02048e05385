import { failing } from './kernels.ts'
import { computeOutcome } from './outcome.ts'
import type { Outcome } from './outcome.ts'

declare global {
  interface Window {
    outcome?: { page: Outcome; worker: Outcome }
    failing: typeof failing
  }
}

window.failing = failing

const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })
const fromWorker = new Promise<Outcome>((resolve) => {
  worker.addEventListener('message', ({ data }: MessageEvent<Outcome>) => resolve(data))
})
worker.postMessage('compute', {})
window.outcome = { page: await computeOutcome(), worker: await fromWorker }
document.querySelector('#report')!.textContent = JSON.stringify(window.outcome, null, 2)
