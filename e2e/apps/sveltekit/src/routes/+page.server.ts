import { computeOutcome } from '$lib/outcome'

export const load = async () => ({ outcome: await computeOutcome() })
