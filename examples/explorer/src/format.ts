/** Numbers as people read them. */

export const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]

export function milliseconds(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2)
}

export function bytes(value: number): string {
  return value < 1 << 20 ? `${(value / 1024).toFixed(0)} kB` : `${(value / (1 << 20)).toFixed(1)} MB`
}

export const gain = (value: number): string => `${value.toFixed(value >= 10 ? 1 : 2)}×`

export const whole = new Intl.NumberFormat('en').format

export const plural = (count: number, noun: string): string => `${whole(count)} ${noun}${count === 1 ? '' : 's'}`
