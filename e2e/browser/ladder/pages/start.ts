/** What the start costs: marks for the first paint, the core and the threads, long tasks; and how long a region takes to start. */
import { alloc, configure, info, ready } from 'parfor'
import { sum } from './kernels.parallel.ts'

const longTasks: number[] = []
new PerformanceObserver((list) => { for (const entry of list.getEntries()) longTasks.push(Math.round(entry.duration)) }).observe({ type: 'longtask', buffered: true })

/** Before anything of this page was waited for. */
const began = performance.now()
await ready()
const isReady = performance.now()
await new Promise((resolve) => { setTimeout(resolve, 300) })

const longBeforeCalls = [...longTasks]

interface Times { median: number; least: number }

/** Microseconds of a call, of many small batches: the least is what it takes on a machine that others leave alone. */
function microseconds(call: () => unknown): Times {
  for (let k = 0; k < 20_000; k++) call()
  const times = Array.from({ length: 200 }, () => {
    const begin = performance.now()
    for (let k = 0; k < 100; k++) call()
    return (performance.now() - begin) * 10
  }).sort((a, b) => a - b)
  return { median: times[100], least: times[0] }
}

const few = alloc(Float64Array, 64)
configure({ gate: 'off' })
const onThreads = microseconds(() => sum(few))
const { threads } = info()
configure({ threads: 1 })
const alone = microseconds(() => sum(few))

const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[]
const [paint] = performance.getEntriesByName('first-contentful-paint')
const resources = performance.getEntriesByType('resource') as PerformanceResourceTiming[]

export const measured = {
  threads,
  /** Milliseconds from the navigation. */
  scriptBegan: began, paint: paint?.startTime, load: navigation.loadEventEnd,
  coreFetched: resources.find(({ name }) => name.endsWith('core.wasm'))?.responseEnd,
  ready: isReady,
  longTasks: longBeforeCalls,
  /** Microseconds. */
  regionOnThreads: onThreads, regionAlone: alone,
}
;(globalThis as { measured?: typeof measured }).measured = measured
document.documentElement.dataset.state = 'measured'
