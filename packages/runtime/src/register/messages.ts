/** What the user should know, once each. */
import { writeSync } from 'node:fs'

const told = new Set<string>()

/** To the error stream at once: what the thread of the load hooks writes by way of the main thread is lost when the process ends. */
export function tell(text: string): void {
  if (told.has(text)) return
  told.add(text)
  try {
    writeSync(2, `${text}\n`)
  } catch {
    // The stream is a full pipe that does not block.
    console.error(text)
  }
}

/** `parfor CODE: file: what happened.` */
export function tellOf(code: 'PF407' | 'PF408', filename: string, text: string): void {
  tell(`parfor ${code}: ${filename}: ${text}`)
}

/** Where synchronous hooks see everything (see synchronous.ts). */
export const newerNode = 'Node 22.22.3, 24.11.1 or newer'
