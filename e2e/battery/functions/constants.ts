/** Constants that another module imports. */
export const SPEED_OF_LIGHT = 299792458
export const options = { scale: 1.5, bias: 0.25 }
export enum Unit { Metre, Foot = 3 }
export let mutable = 2
export const setMutable = (value: number) => { mutable = value }
export const square = (x: number) => x * x
export default 42
