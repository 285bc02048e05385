/** Which modules are looked at, by their id. */
import type { CheckedOptions } from './options.ts'

/** A source file, a component, or an inline script of a page. Virtual modules begin with \0. */
export const moduleIds = /^[^\0?]+\.(?:[cm]?[jt]sx?|vue|svelte)(?:\?|$)|\?html-proxy&.*\.[jt]s$/

/** Queries under which the file is something else than a module, or part of one that was seen whole. `<script src>` of Vue's components is a module. */
export const otherIds = /[?&](?:raw|url|inline|no-inline|init|worker|sharedworker|vue(?!&type=script&src)|svelte|astro)(?:[&=]|$)/

/** The files that fetch the core and start the pool's workers. */
export const runtimeFiles = /[\\/]runtime-wasm[\\/]dist[\\/][^\\/?]+\.[cm]?js$/

const packages = /[\\/]node_modules[\\/]/

/** What Vite's `createFilter` takes. Packages are processed only if they are asked for. */
export function filterPatterns({ include, exclude }: CheckedOptions): [include: (string | RegExp)[] | undefined, exclude: (string | RegExp)[]] {
  const listed = (patterns: CheckedOptions['include']): (string | RegExp)[] => (patterns === undefined ? [] : [patterns].flat() as (string | RegExp)[])
  return [include === undefined ? undefined : listed(include), [...listed(exclude), ...(include === undefined ? [packages] : [])]]
}

/** The file that a module id stands for. */
export function fileOf(id: string): string {
  const query = id.indexOf('?')
  return query < 0 ? id : id.slice(0, query)
}
