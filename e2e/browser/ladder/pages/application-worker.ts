import { suite } from './suite.ts'

globalThis.postMessage(await suite(), {})
