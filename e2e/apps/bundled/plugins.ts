import forEsbuild from '@parfor/babel-plugin/esbuild'
import forRollup from '@parfor/babel-plugin/rollup'
import type { Plugin as EsbuildPlugin } from 'esbuild'
import type { Plugin as RollupPlugin } from 'rollup'

export const esbuild: EsbuildPlugin = forEsbuild({ exact: true })
export const rollup: RollupPlugin = forRollup({ mode: 'infer' })
// @ts-expect-error: no such option
forRollup({ modus: 'infer' })
// @ts-expect-error: no such value
forEsbuild({ arrays: 'mine' })
