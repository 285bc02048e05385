import { describe, expect, test } from 'vitest'
import { application, build, develop, vites, warningsOf } from './vite.ts'

describe.each(vites)('%s', (_, vite) => {
  test('a marked function is compiled in a build', async () => {
    const { text, said, names } = await build(vite, application)
    console.log(names, said)
    expect(text('index')).toContain('wasm')
    expect(warningsOf(said)).toEqual([])
  })

  test('a marked function is compiled in the dev server', async () => {
    const { server, said } = await develop(vite, application)
    const result = await server.environments.client.transformRequest('/kernels.ts')
    expect(result?.code).toContain('__pf0.run(')
    expect(warningsOf(said)).toEqual([])
  })
})
