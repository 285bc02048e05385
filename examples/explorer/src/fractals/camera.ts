/** Where one looks: a point of the complex plane in the middle of the view, and how much of the plane its height shows. */

export interface Camera { x: number; y: number; span: number }
export interface Point { re: number; im: number }
/** Width and height of the view, in whatever unit positions in it are given. */
export interface Size { width: number; height: number }

/** Beyond this, neighbouring pixels are the same double. */
const least = 2e-13
const greatest = 6

export function pointAt({ x, y, span }: Camera, { width, height }: Size, px: number, py: number): Point {
  const step = span / height
  return { re: x + (px - width / 2) * step, im: y - (py - height / 2) * step }
}

export function pixelOf({ x, y, span }: Camera, { width, height }: Size, { re, im }: Point): { px: number; py: number } {
  const step = span / height
  return { px: width / 2 + (re - x) / step, py: height / 2 - (im - y) / step }
}

export function pan(camera: Camera, { height }: Size, dx: number, dy: number): Camera {
  const step = camera.span / height
  return { ...camera, x: camera.x - dx * step, y: camera.y + dy * step }
}

/** Shows `factor` times as much of the plane, with the point under (px, py) staying there. */
export function zoomAt(camera: Camera, size: Size, px: number, py: number, factor: number): Camera {
  const span = Math.min(greatest, Math.max(least, camera.span * factor))
  const { re, im } = pointAt(camera, size, px, py)
  const rest = span / camera.span
  return { x: re + (camera.x - re) * rest, y: im + (camera.y - im) * rest, span }
}

/** On the way from one camera to another (t from 0 to 1): the span changes evenly in octaves, and what is in the middle drifts at constant speed on screen. */
export function between(from: Camera, to: Camera, t: number): Camera {
  const span = from.span * (to.span / from.span) ** t
  const rest = Math.abs(from.span - to.span) < 1e-9 * from.span ? 1 - t : (span - to.span) / (from.span - to.span)
  return { x: to.x + (from.x - to.x) * rest, y: to.y + (from.y - to.y) * rest, span }
}
