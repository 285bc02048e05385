/**
 * Hot update of marked modules. Where the application, or a framework for it, accepts an update, Vite replaces the module; the new instance takes over the regions that are
 * still the same, and the others are released. Where Vite would reload the page for want of that, and the exports of the module are functions, its functions are replaced
 * in place.
 */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { ExtendedModule, Extension } from '@parfor/babel-plugin'
import type { DevEnvironment, EnvironmentModuleNode, Plugin, ResolvedConfig } from 'vite'
import { isComponent } from './components.ts'
import { forward } from './hot-forward.ts'
import type { State } from './state.ts'

const publicId = 'virtual:parfor/hot'
/** Beside this file: the built one, or its source. */
const built = fileURLToPath(new URL('./hot-client.mjs', import.meta.url))
const client = existsSync(built) ? built : fileURLToPath(new URL('./hot-client.ts', import.meta.url))
const clientId = `\0${publicId}${client.endsWith('.ts') ? '.ts' : ''}`

const updateEvent = 'parfor:update'
/** The part that needs Vite's client, as `import.meta.hot` and imports of what is computed do: for pages only. */
const listenerId = 'virtual:parfor/hot-listener'
const listener = `import { update } from '${publicId}'
import.meta.hot.on('${updateEvent}', ({ path, timestamp }) => update(path, () => import(/* @vite-ignore */ path + (path.includes('?') ? '&t=' : '?t=') + timestamp)))
`

/** `path` with the base, as in the page. */
interface Update { path: string; timestamp: number }

interface HotExtension extends Extension { signature: string | undefined }

/** Whether what an environment gets is followed. Bundled while developing, modules are not what they are here. */
export function isFollowed({ config }: { config: DevEnvironment['config'] }, { command, server, experimental }: ResolvedConfig): boolean {
  const { bundledDev = false } = experimental as { bundledDev?: boolean }
  return command === 'serve' && config.consumer === 'client' && server.hmr !== false && !bundledDev
}

/** What a module says about itself to `hot-client.ts`. */
export function extendForHot(module: ExtendedModule, file: string): HotExtension {
  const hot = module.unique('__pf_hot')
  const follow = module.unique('__pf_follow')
  const forwarding = isComponent(file) ? undefined : forward(module, hot)
  const header = [
    `import { follow as ${follow} } from '${publicId}';`,
    `var ${hot} = ${follow}(import.meta.url${forwarding ? `, ${JSON.stringify(forwarding.signature)}` : ''});`,
    ...module.regions.map(({ handle, descriptor }) => `${handle} = ${hot}.keep('${createHash('sha256').update(descriptor).digest('hex').slice(0, 16)}', ${handle});`),
    `${hot}.settle();`,
  ].join(' ')
  return { header, insertions: forwarding?.insertions ?? [], signature: forwarding?.signature }
}

/** Called for what a module of a client was transformed to. */
export function noteSignature(state: State, id: string, extension: Extension): void {
  const { signature } = extension as HotExtension
  if (signature === undefined) state.signatures.delete(id)
  else state.signatures.set(id, signature)
}

export function hot(state: State): Plugin {
  /** One file can change again while it is looked at; updates wait for each other. */
  let updates: Promise<unknown> = Promise.resolve()
  return {
    name: 'parfor:hot',
    apply: 'serve',
    enforce: 'pre',
    resolveId: { filter: { id: /^virtual:parfor\/hot(?:-listener)?$/ }, handler: (id) => (id === publicId ? clientId : `\0${listenerId}`) },
    load: { filter: { id: /^\0virtual:parfor\/hot/ }, handler: (id) => (id === clientId ? readFileSync(client, 'utf8') : listener) },
    hotUpdate: {
      // Frameworks say first which modules are concerned.
      order: 'post',
      async handler({ type, modules, timestamp, read, server }) {
        const { environment } = this
        if (type !== 'update' || state.inert || environment.config.consumer !== 'client') return undefined
        const sort = async (): Promise<EnvironmentModuleNode[]> => {
          const others: EnvironmentModuleNode[] = []
          for (const module of modules) {
            const inPlace = state.signatures.has(module.id ?? '') && wouldReload(module)
            if (!inPlace || !await replace(state, environment, module, { timestamp, read, base: server.config.base })) others.push(module)
          }
          return others
        }
        const sorted = updates.then(sort)
        updates = sorted.catch(() => undefined)
        const others = await sorted
        return others.length < modules.length ? others : undefined
      },
    },
  }
}

/** As Vite's own way through the importers: one of them ends where nothing accepts the update. Workers are left to Vite: what runs there cannot be told. */
function wouldReload(module: EnvironmentModuleNode): boolean {
  const seen = new Set<EnvironmentModuleNode>()
  let reloads = false
  let inWorker = false
  const walk = (node: EnvironmentModuleNode): void => {
    if (seen.has(node)) return
    seen.add(node)
    if (/[?&](?:worker_file|worker|sharedworker)\b/.test(node.url)) inWorker = true
    // Not looked at by Vite yet: no page has it.
    if (node.isSelfAccepting !== false) return
    if (node.importers.size === 0) reloads = true
    for (const importer of node.importers) if (!importer.acceptedHmrDeps.has(node) && !acceptsImports(importer, node)) walk(importer)
  }
  walk(module)
  return reloads && !inWorker
}

/** `import.meta.hot.acceptExports`, of Vite's experimental partial accepting. */
function acceptsImports({ importedBindings, acceptedHmrExports }: EnvironmentModuleNode, { id }: EnvironmentModuleNode): boolean {
  const bindings = id === null ? undefined : importedBindings?.get(id)
  return bindings !== undefined && acceptedHmrExports !== null && [...bindings].every((name) => acceptedHmrExports.has(name))
}

interface Change { timestamp: number; read: () => string | Promise<string>; base: string }

/** False: the new version is not one that can take the place of the old one. */
async function replace(state: State, environment: DevEnvironment, module: EnvironmentModuleNode, { timestamp, read, base }: Change): Promise<boolean> {
  const id = module.id!
  const before = state.signatures.get(id)!
  // An editor may not be through with writing.
  await read()
  environment.moduleGraph.invalidateModule(module, new Set(), timestamp, false)
  // Nobody who imports the module runs again, so only this module has another address from now on.
  module.lastHMRTimestamp = timestamp
  // Clears the overlay, as each of Vite's updates does before anything can go wrong again.
  environment.hot.send({ type: 'update', updates: [] })
  state.signatures.delete(id)
  try {
    await environment.transformRequest(module.url)
  } catch (error) {
    state.signatures.set(id, before)
    tellError(environment, error)
    return true
  }
  const after = state.signatures.get(id)
  if (after !== before) return false
  environment.logger.info(`hmr update ${module.url}`, { clear: true, timestamp: true })
  environment.hot.send(updateEvent, { path: base.replace(/\/$/, '') + module.url, timestamp } satisfies Update)
  return true
}

interface TransformError extends Error { id?: string; frame?: string; plugin?: string; pluginCode?: string; loc?: { file?: string; line: number; column: number } }

/** The page keeps the last good version, and shows what is wrong with this one. */
function tellError(environment: DevEnvironment, thrown: unknown): void {
  const error = thrown as TransformError
  environment.logger.error(error.message, { error, timestamp: true })
  const { message, id, frame, plugin, pluginCode, loc } = error
  const text = (part: string | undefined): string | undefined => part?.replace(colours, '')
  environment.hot.send({ type: 'error', err: { message: text(message) ?? '', stack: text(error.stack) ?? '', id, frame: text(frame), plugin, pluginCode, loc } })
}

// eslint-disable-next-line no-control-regex
const colours = /\u001b\[\d+m/g
