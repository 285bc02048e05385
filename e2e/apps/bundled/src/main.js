import { computeOutcome } from './outcome.js'

computeOutcome().then((outcome) => { window.outcome = outcome })
