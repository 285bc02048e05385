/** Rules on pairs of arrays: two accesses were taken to touch different memory because their arrays differ. */
import type { AliasRule, Region } from '../../ir/types.ts'

export function addAliasRules(region: Region, rules: readonly AliasRule[]): void {
  for (const rule of rules) {
    const known = region.aliases.find(({ first, second }) =>
      (first === rule.first && second === rule.second) || (first === rule.second && second === rule.first))
    if (known) known.same &&= rule.same
    else region.aliases.push({ ...rule })
  }
}
