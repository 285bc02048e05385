'use client'
import { useEffect, useState } from 'react'
import { computeOutcome } from '../lib/outcome'
import type { Outcome } from '../lib/outcome'

export function Page({ server }: { server: Outcome }) {
  const [threads, setThreads] = useState<number>()
  useEffect(() => {
    void computeOutcome().then((page) => {
      setThreads(page.threads)
      Object.assign(window, { outcome: { server, page, isolated: crossOriginIsolated } })
    })
  }, [server])
  return <p>{threads === undefined ? 'computing' : `${threads} threads in the page`}</p>
}
