/** Prints a region's descriptor as JavaScript. */
import { forEachOperation, printRegion } from '@parfor/compiler'
import type { CompiledRegion, Region } from '@parfor/compiler'

export interface DescriptorSource { name: string; file: string; line: number; region: Region; compiled: CompiledRegion; ahead: CompiledRegion | undefined; unasked: boolean }

export function printDescriptor({ name, file, line, region, compiled, ahead, unasked }: DescriptorSource): string {
  const { descriptor, wasm, js } = compiled
  const unknown = region.arrays.some((array) => array.element === 'num')
  const data = {
    ...descriptor, name, file, line,
    ...(wasm && { wasm: toBase64(wasm) }),
    ...(unknown && { ir: printRegion(region, { compact: true }) }),
    ...labelsOf(region),
    ...(unasked && { unasked }),
    ...(ahead && { ahead: kernelOf(ahead) }),
  }
  const entries = Object.entries(data).filter(([key, value]) => key !== 'js' && value !== undefined).map(([key, value]) => `${key}: ${literal(value)}`)
  if (js !== undefined) entries.push(`js: ${js}`)
  return `{ ${entries.join(', ')} }`
}

/** Operations are walked as they stand in the source, a loop before what is in it. */
function labelsOf(region: Region): { labels?: string[] } {
  const labels: string[] = []
  forEachOperation(region.body, (operation) => { if ('label' in operation && operation.label !== undefined && !labels.includes(operation.label)) labels.push(operation.label) })
  return labels.length > 0 ? { labels } : {}
}

function kernelOf({ descriptor, wasm, layout }: CompiledRegion): Record<string, unknown> | undefined {
  const { arrays, scalars, outputs, aliases, guards } = descriptor
  return wasm && { arrays, scalars, outputs, aliases, guards, layout, wasm: toBase64(wasm) }
}

function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`
  if (typeof value === 'object' && value !== null) {
    return `{ ${Object.entries(value).filter(([, one]) => one !== undefined).map(([key, one]) => `${key}: ${literal(one)}`).join(', ')} }`
  }
  return JSON.stringify(value)
}

function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
}
