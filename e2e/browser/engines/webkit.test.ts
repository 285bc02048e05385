import { describe } from 'vitest'
import { describeDevelopment } from './development.ts'
import { describeExplorer } from './explorer.ts'
import { describeSituations } from './situations.ts'

describe('pages in WebKit', () => { describeSituations('webkit', { hasThreads: true, hasHeap: false, knowsCredentialless: false }) })

describe('pages in WebKit without SharedArrayBuffer', () => { describeSituations('webkit-as-built', { hasThreads: false, hasHeap: false, knowsCredentialless: false }) })

describe('the explorer in WebKit', () => { describeExplorer('webkit', { warnings: [/arrays stay ordinary ones/], threads: true }) })

describe('the explorer in WebKit without SharedArrayBuffer', () => { describeExplorer('webkit-as-built', { warnings: [/this browser has no SharedArrayBuffer/], threads: false }) })

describe('the development server in WebKit', () => { describeDevelopment('webkit', { threads: true }) })
