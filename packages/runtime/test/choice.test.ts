import { describe, expect, it } from 'vitest'
import { choices } from '../src/choice.ts'
import type { Contest } from '../src/choice.ts'
import { TeamSize } from '../src/team-size.ts'

type Rung = 'kernel' | 'plain'

const warm = 1000

/** What a call takes on each rung, in milliseconds, by the number of the call and how often that rung has run before. */
type Machine = Record<Rung, (call: number, ran: number) => number>

interface Calls { rungs: Rung[]; milliseconds: number; /** Of always running on the faster rung. */ least: number }

function simulate(contest: Contest, work: number, calls: number, machine: Machine): Calls {
  const ran = { kernel: 0, plain: 0 }
  const result: Calls = { rungs: [], milliseconds: 0, least: 0 }
  for (let call = 0; call < calls; call++) {
    const rung = contest.choosesKernel(work) ? 'kernel' : 'plain'
    const milliseconds = machine[rung](call, ran[rung]++)
    contest.record(rung === 'kernel', work, milliseconds)
    result.rungs.push(rung)
    result.milliseconds += milliseconds
    result.least += Math.min(machine.kernel(call, warm), machine.plain(call, warm))
  }
  return result
}

const count = ({ rungs }: Calls, rung: Rung): number => rungs.filter((one) => one === rung).length
const steady = (milliseconds: number) => (): number => milliseconds
/** Longer at first, until the engine has optimised it. */
const warming = (milliseconds: number) => (_: number, ran: number): number => milliseconds * (ran === 0 ? 8 : ran === 1 ? 1.3 : 1)

/** The benchmark's product of a sparse matrix and a vector: 3.2 million multiplications, 42 MB that are copied. */
const work = 4.56e7
const copied = 4.2e7
const sparse = (threads = 1): Contest => choices()(work, copied, threads)
/** Arithmetic enough that a kernel should win. */
const heavy = (threads = 1): Contest => choices()(1e8, 1e6, threads)

describe('kernel or plain JavaScript', () => {
  it('goes by the work for each byte copied at first', () => {
    expect(choices()(5e6, 24e6, 1).choosesKernel(5e6)).toBe(false)
    expect(choices()(28e6, 16e6, 1).choosesKernel(28e6)).toBe(true)
    expect(choices()(28e6, 0, 1).choosesKernel(28e6)).toBe(true)
    expect(choices()(6e6, 8e6, 1).choosesKernel(6e6)).toBe(true)
  })

  it('takes more threads for more speed', () => {
    const contestFor = choices()
    expect(contestFor(1e7, 2e7, 1).choosesKernel(1e7)).toBe(false)
    expect(contestFor(1e7, 2e7, 4).choosesKernel(1e7)).toBe(true)
    expect(contestFor(0, 0, 1).choosesKernel(0)).toBe(true)
    expect(contestFor(0, 8, 1).choosesKernel(0)).toBe(false)
  })

  it('finds out that the original is faster, though its first call is interpreted', () => {
    const calls = simulate(sparse(), work, 200, { kernel: steady(7), plain: warming(5.5) })
    expect(calls.rungs.slice(0, 4)).toEqual(['kernel', 'kernel', 'kernel', 'kernel'])
    expect(count(calls, 'plain')).toBeGreaterThan(130)
  })

  it('stays with the kernel where the original is slower, and tries it ever more rarely', () => {
    const calls = simulate(sparse(), work, 2000, { kernel: steady(5), plain: steady(6) })
    const tries = calls.rungs.flatMap((rung, call) => (rung === 'plain' && calls.rungs[call - 1] === 'kernel' ? [call] : []))
    expect(tries.length).toBeGreaterThan(3)
    expect(tries.length).toBeLessThan(9)
    tries.slice(2).forEach((at, number) => expect(at - tries[number + 1]).toBeGreaterThan(1.5 * (tries[number + 1] - tries[number])))
  })

  it.each([
    ['a little slower', 1.1], ['slower', 2], ['much slower', 3.9], ['hopelessly slower', 30],
  ])('loses little by trying what is %s', (_, factor) => {
    for (const [contest, operations] of [[sparse(), work], [heavy(), 1e8], [heavy(4), 1e8], [choices()(1e5, 1e4, 1), 1e5]] as const) {
      const kernel = operations * 0.15e-6
      const calls = simulate(contest, operations, 3000, { kernel: steady(kernel), plain: warming(factor * kernel) })
      expect(calls.milliseconds).toBeLessThan(1.02 * calls.least + Math.max(10, 12 * factor * kernel))
    }
  })

  it('never makes one call much longer to find out, unless the estimate was wrong', () => {
    // By estimate twice as long, with a kernel of 100 ms.
    expect(count(simulate(heavy(), 1e8, 1000, { kernel: steady(100), plain: steady(200) }), 'plain')).toBe(0)
    // Nobody expects this original to be worth a try beside four threads.
    expect(count(simulate(heavy(4), 1e8, 1000, { kernel: steady(5), plain: steady(50) }), 'plain')).toBe(0)
  })

  it('gives up what was hopeless in two tries running, and not what was in one', () => {
    const lost = simulate(sparse(), work, 5000, { kernel: steady(5), plain: steady(40) })
    expect(count(lost, 'plain')).toBe(4)
    // The first call was descheduled.
    const found = simulate(sparse(), work, 5000, { kernel: steady(7), plain: (_, ran) => ran === 0 ? 90 : 5 })
    expect(count(found, 'plain')).toBeGreaterThan(4000)
  })

  it('is not moved by calls of either rung during which another process ran', () => {
    for (const [kernel, plain, faster] of [[5, 6, 'kernel'], [6, 5, 'plain']] as const) {
      const noisy = (milliseconds: number, salt: number) => (call: number): number => milliseconds * (Math.imul(call + salt, 0x9e3779b1) >>> 16 & 3 ? 1 : 8)
      const calls = simulate(sparse(), work, 3000, { kernel: noisy(kernel, 3), plain: noisy(plain, 77) })
      expect(count({ ...calls, rungs: calls.rungs.slice(1000) }, faster)).toBeGreaterThan(1900)
    }
  })

  it('follows an input that changes which one is faster', () => {
    const contest = sparse()
    simulate(contest, work, 500, { kernel: steady(4), plain: steady(6) })
    const changed = simulate(contest, work, 500, { kernel: steady(9), plain: steady(6) })
    expect(count(changed, 'plain')).toBeGreaterThan(400)
    // The kernel got faster, which nothing but a try can tell.
    const back = simulate(contest, work, 3000, { kernel: steady(4), plain: steady(6) })
    expect(count(back, 'kernel')).toBeGreaterThan(2500)
  })

  it('is not misled by input that makes both slower', () => {
    const contest = sparse()
    simulate(contest, work, 500, { kernel: steady(4), plain: steady(6) })
    const calls = simulate(contest, work, 1000, { kernel: (call) => 4 * (1 + call % 50), plain: (call) => 6 * (1 + call % 50) })
    expect(count(calls, 'plain')).toBeLessThan(60)
  })

  it('takes calls together where the clock goes in steps', () => {
    let now = 0
    const stepped = (milliseconds: number) => (_: number, ran: number): number => {
      if (ran === warm) return milliseconds
      const begin = Math.floor(now * 10)
      now += milliseconds
      return (Math.floor(now * 10) - begin) / 10
    }
    for (const [kernel, plain, faster] of [[0.0313, 0.0417, 'kernel'], [0.0417, 0.0313, 'plain']] as const) {
      const calls = simulate(choices()(1e5, 3e5, 1), 1e5, 20_000, { kernel: stepped(kernel), plain: stepped(plain) })
      expect(count({ ...calls, rungs: calls.rungs.slice(10_000) }, faster)).toBeGreaterThan(9000)
    }
  })

  it('keeps calls of other sizes, of shared arrays and of more threads apart', () => {
    const contestFor = choices()
    const contest = contestFor(work, copied, 1)
    simulate(contest, work, 100, { kernel: steady(7), plain: steady(5) })
    expect(contest.choosesKernel(work)).toBe(false)
    expect(contestFor(0.9 * work, copied / 2, 1)).toBe(contest)
    for (const other of [contestFor(work, copied, 2), contestFor(work, 0, 1), contestFor(10 * work, 10 * copied, 1)]) {
      expect(other).not.toBe(contest)
      expect(other.choosesKernel(work)).toBe(true)
    }
  })

  it('expects nothing of a clock that stands still, as under fake timers', () => {
    const calls = simulate(sparse(), work, 1000, { kernel: steady(0), plain: steady(0) })
    expect(count(calls, 'kernel')).toBe(1000)
  })
})

let now = 0
describe('size of the team', () => {
  it('is one for short calls while the workers sleep, and all for long ones', () => {
    const team = new TeamSize()
    expect(team.choose(1e5, 8, 1)).toBe(1)
    expect(team.choose(1e8, 8, 1)).toBe(8)
    expect(team.choose(1e8, 1, 1)).toBe(1)
  })

  it('takes those who are awake where waking more is not worth it', () => {
    const team = new TeamSize()
    expect(team.choose(1e5, 8, 8)).toBe(5)
    expect(team.choose(1e5, 8, 3)).toBe(3)
    expect(team.choose(1e4, 8, 8)).toBe(1)
    expect(team.choose(1e8, 8, 3)).toBe(8)
    // Asked for fewer threads than are awake.
    expect(team.choose(1e8, 2, 8)).toBe(2)
  })

  it('waits for sleepers while much of the work is left, not when a call is nearly done', () => {
    const team = new TeamSize()
    for (let call = 0; call < 30; call++) team.record(1e5, 1, now, now + 1)
    expect(team.deadline(1e4, 500)).toBeLessThan(500)
    expect(team.deadline(1e6, 500)).toBeGreaterThan(509)
    expect(team.deadline(1e6, 500)).toBeLessThan(510)
  })

  it('learns what the work really costs', () => {
    const team = new TeamSize()
    for (let call = 0; call < 30; call++) team.record(1e5, 1, now, now + 5)
    expect(team.choose(1e5, 8, 1)).toBe(8)
  })
})
