/** Engines without FinalizationRegistry have no SIMD either, so nothing is there to be given back: but modules must load in them. */
export function finalization<T>(cleanUp: (held: T) => void): Pick<FinalizationRegistry<T>, 'register' | 'unregister'> {
  return typeof FinalizationRegistry === 'undefined' ? { register: () => {}, unregister: () => true } : new FinalizationRegistry(cleanUp)
}
