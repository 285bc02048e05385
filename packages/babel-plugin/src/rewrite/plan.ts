/** What is to be changed in a module, as data: the text rewriter and the tree rewriter carry out the same plan. */
import type { Node, NodePath, types } from '../babel.ts'
import type { MarkRemoval } from '../marks.ts'

export interface RegionEdit {
  statements: NodePath[]
  /** Statements that go before: hoisted declarations and live-ins read into temporaries. */
  before: string
  /** The guards, the gate and the call. */
  condition: string
  /** Statements that take the results. */
  writeBack: string
  /** Statements that go after the original ones, in the other branch. */
  after: string
  /** Declarations in the region whose variables live on after it: they are declared in `before`. */
  hoisted: types.VariableDeclaration[]
  /** The last statement returns; in the original its value goes through this variable. */
  result?: string
  /** The region is what this function without braces returns. */
  body?: types.ArrowFunctionExpression
  /** The region is the body of something without braces. */
  needsBlock: boolean
}

export interface ModulePlan {
  regions: RegionEdit[]
  /** `new Float64Array(…)` that become calls of `make`. */
  constructions: types.NewExpression[]
  make: string
  removals: MarkRemoval[]
  /** Import and descriptors. */
  header: string
  /** The header goes behind this node; undefined: to the beginning. */
  headerAfter: Node | undefined
}

export function isEmptyPlan(plan: ModulePlan): boolean {
  return plan.regions.length === 0 && plan.constructions.length === 0 && plan.removals.length === 0
}
