const { MODE = 'production', PUBLIC_PATH } = process.env

export default {
  mode: MODE,
  // What webpack's development mode chooses evaluates strings.
  devtool: MODE === 'development' ? 'eval-source-map' : 'source-map',
  // The compiler is one file, loaded where a call shows the types.
  performance: { maxAssetSize: 400_000 },
  entry: './src/main.js',
  output: { filename: '[name].[contenthash].js', path: `${import.meta.dirname}/dist`, clean: true, ...(PUBLIC_PATH && { publicPath: PUBLIC_PATH }) },
  module: { rules: [{ test: /\.js$/, exclude: /node_modules/, use: { loader: 'babel-loader', options: { plugins: ['@parfor/babel-plugin'] } } }] },
}
