/** What a marked function calls: the handle of one of its regions. */
import type { AheadKernel, RegionDescriptor } from '@parfor/compiler'
import { launchStatus } from '@parfor/runtime-wasm'
import type { Core } from '@parfor/runtime-wasm'
import { Arguments, pairsOf } from './arguments.ts'
import type { Pair } from './arguments.ts'
import { elements } from './arrays.ts'
import { choices } from './choice.ts'
import type { Contest } from './choice.ts'
import { loaded, wantCore } from './core.ts'
import { ParforError } from './error.ts'
import { finalization } from './finalization.ts'
import { compileFor, compilerLoaded, decodeBase64, wantCompiler } from './jit.ts'
import { checkLabels, labelledThreads } from './labels.ts'
import { Launcher } from './launcher.ts'
import { sayOnce } from './messages.ts'
import { active, environment, gate } from './settings.ts'
import { forgetStatistics, statisticsOf } from './statistics.ts'
import type { RegionStatistics } from './statistics.ts'
import { TeamSize } from './team-size.ts'

/** The front ends print the test of the gate and the call of `run` into the user's function. */
export interface RegionHandle {
  /** Estimated work from which `run` is worth calling. */
  readonly gate: number
  /** The outputs of the last run, in the descriptor's order. */
  readonly out: unknown[]
  /** Arrays, then scalars. True: done. Else nothing was written, and the original statements must run; what is not false is for `ended`. */
  run(...values: unknown[]): boolean | TimedCall
  /** The original statements have run for the call to which `run` gave this. If they throw, nothing is heard of it again. */
  ended(call: TimedCall): void
  /** Frees what its kernels hold; from then on every call is left to the original statements. */
  dispose(): void
}

/** A call of original statements, while the clock is running. */
export interface TimedCall { contest: Contest; work: number; begin: number }

/** A kernel for certain element types, with what must hold for it. */
interface Variant { launcher: Launcher; pairs: readonly Pair[]; guards: readonly string[] }

/** The kernels of regions that nobody can call any more. */
const collected = finalization<Map<string, Variant | undefined>>((variants) => {
  for (const variant of variants.values()) variant?.launcher.dispose()
})

export class Region implements RegionHandle {
  readonly out: unknown[] = []
  private readonly descriptor: RegionDescriptor
  private readonly given: Arguments
  private readonly contest = choices()
  private readonly team = new TeamSize()
  private readonly statistics: RegionStatistics
  /** By element types; undefined: refused by the compiler or the engine. */
  private readonly variants = new Map<string, Variant | undefined>()
  private variant: Variant | undefined
  private variantCodes: number[] = []
  private readonly pairs: readonly Pair[]
  private readonly ownGate: number
  private readonly exact: boolean
  private disposed = false

  constructor(descriptor: RegionDescriptor) {
    this.descriptor = descriptor
    this.given = new Arguments(descriptor)
    this.statistics = statisticsOf(descriptor)
    this.ownGate = descriptor.gate
    this.exact = descriptor.exact
    this.pairs = pairsOf(descriptor)
    collected.register(this, this.variants, this)
    if (environment.disabled || active.backend === 'js') return
    wantCore()
    if (descriptor.wasm === undefined && !descriptor.ahead) wantCompiler()
  }

  dispose(): void {
    if (this.disposed) return
    this.disposed = true
    collected.unregister(this)
    forgetStatistics(this.descriptor)
    for (const variant of this.variants.values()) variant?.launcher.dispose()
    this.variants.clear()
    this.variant = undefined
  }

  get gate(): number { return gate.own ? this.ownGate : gate.fixed }

  run(...values: unknown[]): boolean | TimedCall {
    this.statistics.calls++
    let done: boolean | TimedCall = false
    try {
      return done = this.dispatch(values)
    } finally {
      this.given.forget()
      if (done !== true) this.statistics.original++
    }
  }

  ended({ contest, work, begin }: TimedCall): void {
    contest.record(false, work, performance.now() - begin)
  }

  private dispatch(values: unknown[]): boolean | TimedCall {
    if (this.disposed || environment.disabled || (active.exact && !this.exact)) return false
    if (active.labels) checkLabels(active.labels)
    const { given } = this
    if (!given.accept(values)) return this.explain('PF401', given.refusal)
    const variant = active.backend === 'js' ? undefined : this.variantFor()
    if (!given.locate(values, variant ? variant.pairs : this.pairs)) return this.explain('PF402', given.refusal)
    return variant ? this.runKernel(variant, values) : this.runJavaScript(values)
  }

  private runKernel({ launcher, guards }: Variant, values: unknown[]): boolean | TimedCall {
    const { given } = this
    const wanted = (active.labels && labelledThreads(active.labels, this.descriptor.labels ?? [])) ?? active.threads
    const threads = active.backend === 'wasm1' ? 1 : wanted || loaded.core!.threads()
    if (!launcher.reserve(threads)) return this.heapFull(values)
    const work = launcher.plan(given, values)
    if (work < 0) return this.explain('PF400', guards[-1 - work] ?? 'a condition of the region does not hold')
    const copied = launcher.copiedBytes(given, values)
    // With the gate off everything runs as a kernel that can.
    const free = active.backend === 'auto' && gate.own && (this.exact || this.descriptor.js)
    const begin = performance.now()
    const size = wanted === 0 && gate.own ? this.team.choose(work, threads, loaded.core!.awake()) : threads
    const contest = free ? this.contest(work, copied, size) : undefined
    if (contest && !contest.choosesKernel(work)) return this.runPlain({ contest, work, begin }, values)
    if (!launcher.enter(given, values)) return this.heapFull(values)
    const entered = copied === 0 ? begin : performance.now()
    // With the gate off a team is whole.
    const status = launcher.launch(size, gate.own ? this.team.deadline(work, entered) : Infinity)
    if (status !== launchStatus.done) {
      launcher.release()
      return this.recover(status === launchStatus.trapped ? 'met a trap' : 'lost a thread', values)
    }
    this.team.record(work, launcher.team(), entered, performance.now())
    launcher.leave(given, values, this.out)
    launcher.release()
    contest?.record(true, work, performance.now() - begin)
    this.statistics.wasm++
    this.statistics.threads = Math.max(this.statistics.threads, launcher.team())
    return true
  }

  /** What a contest has chosen instead of the kernel. */
  private runPlain(call: TimedCall, values: unknown[]): boolean | TimedCall {
    if (this.exact) return call
    const done = this.runJavaScript(values)
    if (done) this.ended(call)
    return done
  }

  /** The same results as a kernel, or, for regions that are exact anyway, the original. */
  private runJavaScript(values: unknown[]): boolean {
    const { js } = this.descriptor
    if (!js || (this.exact && active.backend !== 'js')) return false
    if (!js(...values, this.out)) return this.explain('PF400', `a condition of the region does not hold (${this.descriptor.guards.join('; ')})`)
    this.statistics.js++
    return true
  }

  /** The kernel for the element types of this call; undefined while there is none. */
  private variantFor(): Variant | undefined {
    const { codes } = this.given
    if (this.variant) {
      let i = 0
      while (i < codes.length && codes[i] === this.variantCodes[i]) i++
      if (i === codes.length) return this.variant
    }
    if (!loaded.core) wantCore()
    return loaded.core && this.otherVariant(loaded.core)
  }

  private otherVariant(core: Core): Variant | undefined {
    const { codes } = this.given
    const key = codes.join()
    if (!this.variants.has(key)) {
      const ahead = this.ahead()
      if (!ahead && !compilerLoaded()) {
        wantCompiler()
        return undefined
      }
      this.variants.set(key, this.compile(core, ahead))
    }
    this.variant = this.variants.get(key)
    this.variantCodes = [...codes]
    return this.variant
  }

  /** The kernel from build time, if there is one for the element types of this call. */
  private ahead(): AheadKernel | undefined {
    const { wasm, layout, ahead } = this.descriptor
    if (wasm !== undefined) return { ...this.descriptor, wasm, layout: layout! }
    return ahead?.arrays.every(({ element }, index) => elements[this.given.codes[index]] === element) ? ahead : undefined
  }

  private compile(core: Core, ahead: AheadKernel | undefined): Variant | undefined {
    const { descriptor } = this
    try {
      const { bytes, layout, descriptor: kernel } = ahead
        ? { bytes: decodeBase64(ahead.wasm), layout: ahead.layout, descriptor: ahead }
        : compileFor(descriptor.ir!, descriptor.arrays.map((array) => array.name), this.given.codes, descriptor.exact)
      return { launcher: new Launcher(core, kernel, bytes, layout), pairs: pairsOf(kernel), guards: kernel.guards }
    } catch (error) {
      this.say('PF404', `its kernel cannot be used: ${error instanceof Error ? error.message : String(error)}`)
      return undefined
    }
  }

  private heapFull(values: unknown[]): boolean {
    this.say('PF403', 'the shared heap is full. free() arrays that are no longer needed.')
    return this.runJavaScript(values)
  }

  /** After a fault the arrays in the heap are half written. Harmless if the region reads nothing that it writes: then another rung does it all again. */
  private recover(what: string, values: unknown[]): boolean {
    const { given, descriptor } = this
    const spoilt = descriptor.arrays.filter((array, index) => given.addresses[index] >= 0 && array.written &&
      descriptor.arrays.some((other, number) => other.read && (number === index || given.identical(number, index))))
    if (spoilt.length > 0) {
      throw new ParforError('PF406', `${this.where()}: the kernel ${what}. These arrays are half written: ${spoilt.map((array) => array.name).join(', ')}.`)
    }
    this.say('PF406', `the kernel ${what}; the call was done again without it.`)
    return this.runJavaScript(values)
  }

  private where(): string {
    return `${this.descriptor.name} (${this.descriptor.file}:${this.descriptor.line})`
  }

  private say(code: 'PF400' | 'PF401' | 'PF402' | 'PF403' | 'PF404' | 'PF406', message: string): void {
    sayOnce(`${code} ${this.where()} ${message}`, code, `${this.where()}: ${message}`)
  }

  private explain(code: 'PF400' | 'PF401' | 'PF402', reason: string): false {
    if (!this.descriptor.unasked) this.say(code, `${reason}. This call ran as plain JavaScript.`)
    return false
  }
}
