/** For webpack: Next's own compiler does the rest. Turbopack reads babel.config.json. */
const rule = {
  test: /\.[cm]?[jt]s$/, exclude: /node_modules/, enforce: 'pre',
  use: { loader: 'babel-loader', options: { babelrc: false, configFile: false, plugins: ['@parfor/babel-plugin'], parserOpts: { plugins: ['typescript'] } } },
}

/** @type {import('next').NextConfig} */
export default {
  // Node runs what is on the server: there the runtime finds its files, and its threads.
  serverExternalPackages: ['parfor', '@parfor/runtime-wasm', '@parfor/compiler'],
  async headers() {
    return [{ source: '/:path*', headers: [
      { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
      { key: 'Cross-Origin-Embedder-Policy', value: 'require-corp' },
    ] }]
  },
  ...(process.env.BUNDLER === 'webpack' && {
    webpack(config) {
      config.module.rules.push(rule)
      return config
    },
  }),
}
