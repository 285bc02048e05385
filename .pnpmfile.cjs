/** What the packages' manifests lose when they are packed: the condition under which the workspace reads sources, which are not published. */
function withoutSources(value) {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== 'parfor-source').map(([key, one]) => [key, withoutSources(one)]))
}

module.exports = {
  hooks: {
    beforePacking: (manifest) => ({ ...manifest, exports: withoutSources(manifest.exports), imports: withoutSources(manifest.imports), devDependencies: undefined }),
  },
}
