/** What the compiler said of each function, how long the calls take, and how plain JavaScript and parfor compare. */
import { verdicts } from 'virtual:verdicts'
import { breathe, create, element } from '../dom.ts'
import { state, type Engine } from '../engine.ts'
import { gain, milliseconds } from '../format.ts'
import { allQuestions, difference, numbersOf, type Analysis, type Parameters, type Question } from './analysis.ts'

export interface ComparedQuestion { plain: number; parfor: number; difference: number }

const rounds = 5

/** Every question to both programs, in turn. */
export async function compareAll(analysis: Analysis, parameters: Parameters, progress: (part: number) => void): Promise<Map<Question, ComparedQuestion>> {
  const result = new Map<Question, ComparedQuestion>()
  const engines: Engine[] = ['plain', 'parfor']
  analysis.forgetTimes()
  for (const [k, question] of allQuestions.entries()) {
    // The engine's optimising compiler has seen the code before anything counts.
    for (let round = 0; round < 2; round++) for (const engine of engines) analysis.ask(question, engine, parameters)
    await breathe()
    for (let round = 0; round < rounds; round++) {
      for (const engine of engines) analysis.ask(question, engine, parameters)
      progress((k * rounds + round + 1) / (allQuestions.length * rounds))
      await breathe()
    }
    const [plain, parfor] = engines.map((engine) => numbersOf(analysis.ask(question, engine, parameters)))
    const time = (engine: Engine) => analysis.time(question, engine)!.typical
    result.set(question, { plain: time('plain'), parfor: time('parfor'), difference: difference(parfor, plain) })
  }
  return result
}

function badge(question: Question): HTMLElement {
  const { marked, parallel, code, text } = verdicts[question]
  return create('span', { class: parallel ? 'badge parallel' : 'badge', title: `${code}: ${text}` }, parallel ? `parallel ${code}` : marked ? `sequential ${code}` : `not marked ${code}`)
}

export function showCosts(analysis: Analysis, engine: Engine): void {
  for (const footer of document.querySelectorAll<HTMLElement>('[data-cost]')) {
    footer.replaceChildren(...footer.dataset.cost!.split(' ').flatMap((name) => {
      const time = analysis.time(name as Question, engine)
      return time ? [create('span', { class: 'cost' }, create('code', {}, name), create('b', {}, `${milliseconds(time.typical)} ms`), badge(name as Question))] : []
    }))
  }
}

/** Where nothing is compiled, the two programs are the same code, and a ratio of their times would be noise. */
const comparable = (question: Question) => verdicts[question].marked

function equality({ difference: value }: ComparedQuestion): string {
  return value === 0 ? 'identical' : `differ by ${value.toExponential(0)}`
}

export function showTable(analysis: Analysis, compared: Map<Question, ComparedQuestion>): void {
  element('verdicts').replaceChildren(...allQuestions.map((question) => {
    const one = compared.get(question)
    const time = analysis.time(question, state.engine)
    const cell = (text: string, kind = 'number') => create('td', { class: kind }, text)
    return create('tr', { 'data-question': question },
      create('td', {}, create('code', {}, question)),
      create('td', { class: 'verdict' }, badge(question), create('span', {}, verdicts[question].text)),
      cell(time ? `${milliseconds(time.last)} ms` : '–'),
      cell(one ? milliseconds(one.plain) : ''), cell(one ? milliseconds(one.parfor) : ''),
      cell(one && comparable(question) ? gain(one.plain / one.parfor) : '', one && one.plain / one.parfor >= 1.15 ? 'number better' : 'number'),
      cell(one ? comparable(question) ? equality(one) : 'same code' : '', 'same-or-not'))
  }))
}
