/** `import … from './kernels.ts?plain'`: the same file with its marks taken out, so that nothing compiles it. What parfor is compared with. */
import { readFile } from 'node:fs/promises'
import type { Plugin } from 'vite'

const query = '?plain'

export function plain(): Plugin {
  return {
    name: 'explorer:plain',
    enforce: 'pre',
    load: {
      filter: { id: /\?plain$/ },
      async handler(id) {
        const file = id.slice(0, -query.length)
        this.addWatchFile(file)
        return (await readFile(file, 'utf8')).replaceAll('@parallel', 'plain')
      },
    },
  }
}
