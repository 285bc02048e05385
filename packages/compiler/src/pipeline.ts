/** The passes, in order. Each changes the region in place; after each the verifier may look and a dump may be taken. */
import type { CompileOptions, Pass, PassContext } from './context.ts'
import type { Diagnostic } from './diagnostics/diagnostic.ts'
import { cloneRegion } from './ir/clone.ts'
import { printRegion } from './ir/print.ts'
import type { Region } from './ir/types.ts'
import { verifyRegion, type Absent } from './ir/verify.ts'
import { forEachOperation } from './ir/walk.ts'
import { collapse } from './passes/collapse.ts'
import { expandMath } from './passes/expand-math.ts'
import { fuse } from './passes/fuse.ts'
import { gate } from './passes/gate.ts'
import { narrow } from './passes/narrow.ts'
import { normalise } from './passes/normalise.ts'
import { overwritten } from './passes/overwritten.ts'
import { parallelise } from './passes/parallelise.ts'
import { simplify } from './passes/simplify.ts'
import { specialise } from './passes/specialise.ts'
import { subscripts } from './passes/subscripts.ts'
import { team } from './passes/team.ts'

interface Step {
  name: string
  run: Pass
  /** What the region no longer contains from here on. */
  removes?: Absent[]
}

/** Decides what is parallel. */
const analysisSteps: Step[] = [
  { name: 'specialise', run: specialise },
  { name: 'simplify', run: simplify },
  { name: 'normalise', run: normalise, removes: ['for'] },
  { name: 'simplify', run: simplify },
  { name: 'parallelise', run: parallelise },
  { name: 'collapse', run: collapse },
  { name: 'fuse', run: fuse },
  { name: 'subscripts', run: subscripts, removes: ['strict'] },
]

/** Prepares what was decided for the back ends. */
const loweringSteps: Step[] = [
  { name: 'simplify', run: simplify },
  { name: 'gate', run: gate },
  { name: 'narrow', run: narrow },
  { name: 'simplify', run: simplify },
  { name: 'overwritten', run: overwritten },
]

/** For those that run in lanes. Plain JavaScript calls the vector math kernels instead. */
const laneSteps: Step[] = [
  { name: 'expandMath', run: expandMath, removes: ['call'] },
  { name: 'simplify', run: simplify },
  { name: 'team', run: team },
]

/** What a dump can be asked for. */
export const passNames: readonly string[] = [...new Set(['lower', ...[...analysisSteps, ...loweringSteps, ...laneSteps].map((step) => step.name)])]

export interface Analysis {
  /** At least one loop is parallel, so that the region is worth compiling. */
  parallel: boolean
  /** A verdict for each loop; without `loop`: why the region as a whole was refused. */
  diagnostics: Diagnostic[]
}

/** An analysis that can go on, once, to what the back ends print. */
export interface AnalysedRegion extends Analysis {
  /** As the front end made it. */
  source: Region
  /** What the passes have made of it so far. */
  region: Region
  /** Prepares it for all back ends. */
  lower(): void
  /** Prepares it, once lowered, for the back ends that run in lanes. */
  legalise(): void
}

function hasParfor(region: Region): boolean {
  let found = false
  forEachOperation(region.body, (operation) => { found ||= operation.kind === 'parfor' })
  return found
}

/** A region on its way through the passes. */
class Run implements AnalysedRegion {
  readonly source: Region
  readonly region: Region
  private readonly context: PassContext
  private readonly absent: Absent[] = []

  constructor(source: Region, options: CompileOptions) {
    this.source = source
    this.region = cloneRegion(source)
    this.context = { options, diagnostics: [] }
    this.look('lower')
  }

  get parallel(): boolean { return !this.context.refused && hasParfor(this.region) }

  get diagnostics(): Diagnostic[] {
    const { diagnostics, refused } = this.context
    return refused && !diagnostics.includes(refused) ? [...diagnostics, refused] : diagnostics
  }

  steps(steps: Step[]): void {
    for (const step of steps) {
      step.run(this.region, this.context)
      if (this.context.refused) return
      this.absent.push(...(step.removes ?? []))
      this.look(step.name)
    }
  }

  lower(): void {
    this.steps(loweringSteps)
  }

  legalise(): void {
    this.steps(laneSteps)
    verifyRegion(this.region, 'team', ['for', 'strict', 'call'])
  }

  private look(pass: string): void {
    const { dump, verify } = this.context.options
    if (verify || dump) verifyRegion(this.region, pass, this.absent)
    dump?.(pass, () => printRegion(this.region))
  }
}

/** What of the region is parallel, and why the rest is not. Leaves the region as it is. */
export function analyseRegion(region: Region, options: CompileOptions = {}): AnalysedRegion {
  const run = new Run(region, options)
  run.steps(analysisSteps)
  return run
}
