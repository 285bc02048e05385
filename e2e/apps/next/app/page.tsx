import { computeOutcome } from '../lib/outcome'
import { Page } from './page-outcome'

// Rendered for each request, by the server that runs.
export const dynamic = 'force-dynamic'

export default async function Home() {
  const server = await computeOutcome()
  return <main><h1>{server.threads} threads on the server</h1><Page server={server} /></main>
}
