import { computeOutcome } from './outcome.ts'

self.addEventListener('message', () => {
  void computeOutcome().then((outcome) => self.postMessage(outcome, {}))
})
