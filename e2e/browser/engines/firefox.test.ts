import { describe } from 'vitest'
import { describeDevelopment } from './development.ts'
import { describeExplorer } from './explorer.ts'
import { describeSituations } from './situations.ts'

describe('pages in Firefox', () => { describeSituations('firefox', { hasThreads: true, hasHeap: true, knowsCredentialless: true }) })

describe('the explorer in Firefox', () => { describeExplorer('firefox', { warnings: [], threads: true }) })

describe('the development server in Firefox', () => { describeDevelopment('firefox', { threads: true }) })
