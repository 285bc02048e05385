/** Node, if this is Node. `navigator` exists in Node too since version 21, so only `process.versions.node` tells. */

interface NodeProcess {
  versions: { node: string }
  env: Record<string, string | undefined>
  on(event: 'exit', listener: () => void): void
  constrainedMemory?(): number
  getBuiltinModule?(name: string): unknown
}

const candidate = (globalThis as { process?: Partial<NodeProcess> }).process

export const nodeProcess: NodeProcess | undefined = typeof candidate?.versions?.node === 'string' ? (candidate as NodeProcess) : undefined

/** A module of Node without an import that bundlers for browsers would follow. Undefined elsewhere. */
export function builtinModule<T>(name: string): T | undefined {
  return nodeProcess?.getBuiltinModule?.(name) as T | undefined
}
