import parfor from '@parfor/vite-plugin'
import { defineConfig } from 'vitest/config'

export default defineConfig({ plugins: [parfor()] })
