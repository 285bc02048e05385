/** Constants from wherever they come: imports, environments, classes, objects. */
import answer, { SPEED_OF_LIGHT, Unit, mutable, options, setMutable, square } from './constants.ts'
import * as constants from './constants.ts'

/** @parallel */
export function imported(x: Float64Array): void {
  for (let i = 0; i < x.length; i++) x[i] = x[i] * SPEED_OF_LIGHT + answer
}

/** @parallel */
export function importedObject(x: Float64Array): void {
  for (let i = 0; i < x.length; i++) x[i] = x[i] * options.scale + options.bias
}

/** @parallel */
export function importedNamespace(x: Float64Array): void {
  for (let i = 0; i < x.length; i++) x[i] = x[i] * constants.SPEED_OF_LIGHT * constants.options.scale
}

/** @parallel */
export function importedEnum(x: Float64Array, unit: Unit): void {
  for (let i = 0; i < x.length; i++) if (unit === Unit.Foot) x[i] *= 0.3048
}

/** @parallel */
export function importedLive(x: Float64Array): void {
  setMutable(3)
  for (let i = 0; i < x.length; i++) x[i] *= mutable
}

/** @parallel */
export function importedHelper(x: Float64Array): void {
  for (let i = 0; i < x.length; i++) x[i] = square(x[i])
}

/** @parallel */
export function environment(x: Float64Array): void {
  for (let i = 0; i < x.length; i++) x[i] *= Number(import.meta.env.VITE_SCALE)
}

/** @parallel */
export function development(x: Float64Array): void {
  for (let i = 0; i < x.length; i++) {
    if (import.meta.env.DEV && x[i] > 1e300) x[i] = 0
    x[i] += 1
  }
}

class Settings {
  static readonly WIDTH = 3
  static factors = { red: 0.5 }
  get doubled() { return this.base * 2 }
  base = 4
}
const instance = new Settings()

/** @parallel */
export function staticField(x: Float64Array): void {
  for (let i = 0; i < x.length; i++) x[i] *= Settings.WIDTH + Settings.factors.red
}

/** @parallel */
export function getter(x: Float64Array): void {
  for (let i = 0; i < x.length; i++) x[i] *= instance.doubled
}

const nested = { filter: { weights: Float64Array.of(1, 2, 3), gain: 2 }, mode: 'linear' }

/** @parallel */
export function deepObject(x: Float64Array): void {
  for (let i = 0; i < x.length; i++) x[i] *= nested.filter.weights[i % 3] * nested.filter.gain
}

/** @parallel */
export function stringMode(x: Float64Array): void {
  for (let i = 0; i < x.length; i++) x[i] = nested.mode === 'linear' ? x[i] : x[i] * x[i]
}

/** Closures over variables of an outer function. */
export function makeScaler(scale: number) {
  let offset = 1
  /** @parallel */
  const apply = (x: Float64Array) => {
    for (let i = 0; i < x.length; i++) x[i] = x[i] * scale + offset
  }
  return { apply, setOffset: (value: number) => { offset = value } }
}

export function closure(x: Float64Array): void {
  const scaler = makeScaler(3)
  scaler.setOffset(5)
  scaler.apply(x)
}

/** A module variable that others change between calls. */
let level = 0.5
export const setLevel = (value: number) => { level = value }
/** @parallel */
export function moduleVariable(x: Float64Array): void {
  for (let i = 0; i < x.length; i++) x[i] *= level
}

/** A function in a function. @parallel */
export function nestedFunction(x: Float64Array, amount: number): void {
  const shade = (value: number) => value * amount
  function twice(value: number) { return shade(value) * 2 }
  for (let i = 0; i < x.length; i++) x[i] = twice(x[i])
}

/** Methods of an object. */
const ops = { double(v: number) { return v * 2 }, halve: (v: number) => v / 2 }
/** @parallel */
export function objectMethod(x: Float64Array): void {
  for (let i = 0; i < x.length; i++) x[i] = ops.double(x[i]) + ops.halve(x[i])
}

class Shapes { readonly sides = 0; static area(r: number) { return Math.PI * r * r } }
/** @parallel */
export function staticMethod(x: Float64Array): void {
  for (let i = 0; i < x.length; i++) x[i] = Shapes.area(x[i])
}

/** A helper with a default parameter. */
const clamp = (v: number, low = 0, high = 1) => (v < low ? low : v > high ? high : v)
/** @parallel */
export function defaultHelper(x: Float64Array): void {
  for (let i = 0; i < x.length; i++) x[i] = clamp(x[i])
}

/** A helper that gives two numbers. */
function rotate(x: number, y: number, angle: number) { return { x: x * Math.cos(angle) - y * Math.sin(angle), y: x * Math.sin(angle) + y * Math.cos(angle) } }
/** @parallel */
export function objectHelper(xs: Float64Array, ys: Float64Array, angle: number): void {
  for (let i = 0; i < xs.length; i++) {
    const { x, y } = rotate(xs[i], ys[i], angle)
    xs[i] = x
    ys[i] = y
  }
}

const values = (length = 3001) => [Float64Array.from({ length }, (_, i) => ((i * 7919) % 2001) / 1000 - 1)]

export const inputs = {
  imported: values, importedObject: values, importedNamespace: values, importedEnum: () => [...values(), Unit.Foot], importedLive: values, importedHelper: values,
  environment: values, development: values, staticField: values, getter: values, deepObject: values, stringMode: values, closure: values, moduleVariable: values,
  nestedFunction: () => [...values(), 3], objectMethod: values, staticMethod: values, defaultHelper: values, objectHelper: () => [...values(), ...values(), 0.5],
}
