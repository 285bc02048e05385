module.exports = { plugins: ['@parfor/babel-plugin', '@babel/plugin-transform-modules-commonjs'] }
