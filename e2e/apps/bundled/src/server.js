import { computeOutcome } from './outcome.js'

computeOutcome().then((outcome) => console.log(JSON.stringify(outcome)))
