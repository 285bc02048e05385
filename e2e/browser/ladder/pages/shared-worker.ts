import { suite } from './suite.ts'

globalThis.addEventListener('connect', (event) => {
  const [port] = (event as MessageEvent).ports
  void suite().then((outcome) => { port.postMessage(outcome) })
})
