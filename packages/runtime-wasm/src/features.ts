/** What an engine must have, asked before anything is fetched, so that the reason is a plain one. */

/** (module (func (result v128) i32.const 0 i8x16.splat i8x16.popcnt)) */
const simdModule = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11])

/** What the runtime cannot do without; everything with WebAssembly SIMD has had it for long. */
const needed = ['WebAssembly', 'BigInt64Array', 'FinalizationRegistry']

/** Throws the reason why no kernel can run here. */
export function checkFeatures(): void {
  const missing = needed.find((name) => !(name in globalThis))
  if (missing !== undefined) throw new Error(`this JavaScript engine has no ${missing}. Use a newer one (Chrome 91, Firefox 89, Safari 16.4), or switch it on if it was switched off`)
  if (!WebAssembly.validate(simdModule)) throw new Error('the WebAssembly of this engine has no SIMD. Use a newer one (Chrome 91, Firefox 89, Safari 16.4), on a processor with SSE4.1 or NEON')
  try {
    // WebKit lets a page without the permission compile, and refuses the instance.
    void new WebAssembly.Instance(new WebAssembly.Module(simdModule))
  } catch (error) {
    // A valid module: it is not the engine that cannot, but the page that may not.
    throw new Error(`this page may not compile WebAssembly: add 'wasm-unsafe-eval' to script-src of its Content-Security-Policy (${String(error)})`, { cause: error })
  }
}
