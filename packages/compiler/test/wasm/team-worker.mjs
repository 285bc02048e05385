// One thread of a team: runs the kernel once on the shared memory, with a barrier made of Atomics.
import { workerData } from 'node:worker_threads'

const { bytes, memory, team, frame, thread, threads } = workerData
const words = new Int32Array(memory.buffer)
const [next, arrived, generation] = [team >> 2, (team >> 2) + 2, (team >> 2) + 3]
const barrier = () => {
  const now = Atomics.load(words, generation)
  if (Atomics.add(words, arrived, 1) === threads - 1) {
    Atomics.store(words, arrived, 0)
    Atomics.store(words, next, 0)
    Atomics.add(words, generation, 1)
    Atomics.notify(words, generation)
  } else while (Atomics.load(words, generation) === now) Atomics.wait(words, generation, now)
}
new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory, barrier } }).exports.region(frame, thread)
