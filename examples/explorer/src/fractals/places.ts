/** Where to look first. */
import type { Camera, Point } from './camera.ts'

export const home: Record<'mandelbrot' | 'julia', Camera> = {
  mandelbrot: { x: -0.6, y: 0, span: 2.5 },
  julia: { x: 0, y: 0, span: 2.6 },
}

export interface Place { name: string; camera: Camera; julia?: Point }

export const places: readonly Place[] = [
  { name: 'Whole', camera: home.mandelbrot },
  { name: 'Seahorses', camera: { x: -0.7453, y: 0.1127, span: 0.0075 } },
  { name: 'Triple', camera: { x: -0.088, y: 0.654, span: 0.013 } },
  { name: 'Quad', camera: { x: 0.274, y: 0.482, span: 0.014 } },
  { name: 'Spiral', camera: { x: -0.76123, y: -0.084785, span: 0.0006 } },
  { name: 'Mini', camera: { x: -1.7585, y: 0, span: 0.04 } },
  { name: 'Rabbit', camera: home.julia, julia: { re: -0.123, im: 0.745 } },
  { name: 'Dragon', camera: home.julia, julia: { re: -0.8, im: 0.156 } },
]
