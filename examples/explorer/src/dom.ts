/** The few things that every view does with the page. */

/** The element with that id. Its absence is a mistake in index.html. */
export function element<T extends Element = HTMLElement>(id: string): T {
  const found = document.getElementById(id)
  if (!found) throw new Error(`index.html has no element #${id}`)
  return found as Element as T
}

type Child = Node | string

/** A new element with attributes and children. */
export function create<K extends keyof HTMLElementTagNameMap>(tag: K, attributes: Record<string, string> = {}, ...children: Child[]): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value)
  made.append(...children)
  return made
}

/** Lets the page paint and answer input. */
export const breathe = (): Promise<void> => new Promise((resolve) => setTimeout(resolve))

/** Calls `draw` in the next animation frame, once, however often it is asked. */
export function onNextFrame(draw: () => void): () => void {
  let asked = false
  return () => {
    if (asked) return
    asked = true
    requestAnimationFrame(() => {
      asked = false
      draw()
    })
  }
}
