/** Palettes: a few colours each, joined to a ring of 4096. */

export interface Palette {
  name: string
  /** Colour of the points that never escape. */
  inside: number
  /** As CSS colours, for the swatch. */
  stops: readonly string[]
  /** 0xAABBGGRR, as a little-endian canvas wants them. */
  ring: Uint32Array
}

type Colour = readonly [number, number, number]

const parse = (text: string): Colour => [1, 3, 5].map((at) => Number.parseInt(text.slice(at, at + 2), 16)) as unknown as Colour
const pack = ([red, green, blue]: Colour) => (0xff000000 | (Math.round(blue) << 16) | (Math.round(green) << 8) | Math.round(red)) >>> 0

/** Light adds up linearly: mixing happens on squares, which are close to that (gamma 2). */
function mix(from: Colour, to: Colour, t: number): Colour {
  return from.map((value, k) => Math.sqrt(value * value * (1 - t) + to[k] * to[k] * t)) as unknown as Colour
}

function makeRing(stops: readonly string[]): Uint32Array {
  const colours = stops.map(parse)
  return Uint32Array.from({ length: 4096 }, (_, k) => {
    const at = k / 4096 * colours.length
    const from = Math.floor(at)
    // Smoothstep: no visible corner at the stops.
    const t = at - from
    return pack(mix(colours[from], colours[(from + 1) % colours.length], t * t * (3 - 2 * t)))
  })
}

const palette = (name: string, inside: string, ...stops: string[]): Palette => ({ name, inside: pack(parse(inside)), stops, ring: makeRing(stops) })

export const palettes: readonly Palette[] = [
  palette('Dusk', '#05060f', '#0b0d2a', '#2b2d84', '#7a3fc4', '#e0568f', '#ffae6b', '#fff3d0', '#c75b7a', '#3c1f5c'),
  palette('Ocean', '#02080f', '#03112b', '#0b3d78', '#1387b8', '#7fe0d2', '#f4fff2', '#5bb6d6', '#124a8f'),
  palette('Classic', '#000000', '#000764', '#206bcb', '#edffff', '#ffaa00', '#7a2500', '#000210'),
  palette('Aurora', '#020807', '#04140f', '#0b5c46', '#37c98a', '#e9ffcf', '#8a6bf0', '#2a1466'),
  palette('Ink', '#101014', '#f5f1e8', '#c9c1b2', '#6d6a6c', '#17171c', '#8d3b2f', '#e8c9a0'),
]
