import { beforeEach, describe, expect, it, vi } from 'vitest'
import { Choice } from '../src/choice.ts'
import { TeamSize } from '../src/team-size.ts'

let now = 0
beforeEach(() => { vi.spyOn(performance, 'now').mockImplementation(() => now) })

/** A call that takes so long. */
function spend(choice: Choice, rung: 'kernel' | 'plain', work: number, milliseconds: number): void {
  const begin = now
  now += milliseconds
  choice.record(rung, work, 1000, begin)
}

describe('kernel or plain JavaScript', () => {
  it('never leaves the kernel where nothing is copied', () => {
    const choice = new Choice()
    for (let call = 0; call < 10; call++) spend(choice, 'kernel', 1e6, 1e3)
    expect(choice.prefersKernel(1, 0, true)).toBe(true)
  })

  it('goes by the work for each byte copied', () => {
    expect(new Choice().prefersKernel(5e6, 24e6, false)).toBe(false)
    expect(new Choice().prefersKernel(28e6, 16e6, false)).toBe(true)
  })

  it('then by what was measured, but not by the first calls, which compile', () => {
    const choice = new Choice()
    for (let call = 0; call < 2; call++) spend(choice, 'kernel', 1e6, 100)
    expect(choice.prefersKernel(1e6, 1e5, true)).toBe(true)
    for (let call = 0; call < 5; call++) spend(choice, 'kernel', 1e6, 0.9)
    expect(choice.prefersKernel(1e6, 1e5, true)).toBe(false)
    for (let call = 0; call < 5; call++) spend(choice, 'plain', 1e6, 1.2)
    expect(choice.prefersKernel(1e6, 1e5, true)).toBe(true)
  })

  it('tries the other one again, ever more rarely, if it was not hopeless', () => {
    const choice = new Choice()
    for (let call = 0; call < 5; call++) {
      spend(choice, 'kernel', 1e6, 0.9)
      spend(choice, 'plain', 1e6, 0.5)
    }
    const tries = Array.from({ length: 500 }, () => choice.prefersKernel(1e6, 1e5, true))
    expect(tries.flatMap((kernel, call) => (kernel ? [call] : []))).toEqual([15, 47, 111, 239, 495])
    for (let call = 0; call < 9; call++) spend(choice, 'kernel', 1e6, 90)
    expect(Array.from({ length: 5000 }, () => choice.prefersKernel(1e6, 1e5, true))).not.toContain(true)
  })

  it('does not try what it cannot measure', () => {
    const choice = new Choice()
    expect(Array.from({ length: 500 }, () => choice.prefersKernel(28e6, 16e6, false))).not.toContain(false)
  })
})

describe('size of the team', () => {
  it('is one for short calls after a pause, and all for long ones', () => {
    const team = new TeamSize()
    now += 1000
    expect(team.choose(1e5, 8, now)).toBe(1)
    expect(team.choose(1e8, 8, now)).toBe(8)
    expect(team.choose(1e8, 1, now)).toBe(1)
  })

  it('grows when calls follow each other fast', () => {
    const team = new TeamSize()
    now += 1000
    team.record(1e5, 1, now - 0.02, now)
    expect(team.choose(1e5, 8, now + 0.01)).toBeGreaterThan(1)
    expect(team.choose(1e5, 8, now + 10)).toBe(1)
    expect(team.choose(1e4, 8, now + 0.01)).toBe(1)
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
    expect(team.choose(1e5, 8, now + 1000)).toBe(8)
  })
})
