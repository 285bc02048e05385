import { configure, info, ready } from 'parfor'

/** What a run of the kernel looked like. */
export async function check(scaled) {
  await ready()
  configure({ gate: 'off' })
  const x = new Float64Array(500_000).map((_, index) => index / 7)
  const own = scaled(x, { factor: 3, offset: 1 })
  const identical = own.length === x.length && own.every((value, index) => Object.is(value, 3 * x[index] + 1))
  const { rung, threads, regions } = info()
  console.log(JSON.stringify({ identical, rung, threads, regions: regions.map(({ name, wasm, threads: team }) => ({ name: name.replace(/:.*/, ''), wasm, team })) }))
}
