import parfor from '@parfor/vite-plugin'
import { defineConfig } from 'vite'

export default defineConfig({
  base: process.env.APP_BASE ?? '/',
  plugins: [parfor(process.env.APP_ISOLATION === 'off' ? { isolation: false } : {})],
  build: { sourcemap: true },
})
