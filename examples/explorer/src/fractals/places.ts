/** Where to look first. */
import type { Camera, Point } from './camera.ts'

export const home: Record<'mandelbrot' | 'julia', Camera> = {
  mandelbrot: { x: -0.6, y: 0, span: 2.5 },
  julia: { x: 0, y: 0, span: 2.6 },
}

export interface Place { name: string; camera: Camera; julia?: Point }

export const places: readonly Place[] = [
  { name: 'Whole', camera: home.mandelbrot },
  { name: 'Seahorses', camera: { x: -0.7436447, y: 0.1318252, span: 0.0032 } },
  { name: 'Elephants', camera: { x: 0.2855, y: 0.0115, span: 0.028 } },
  { name: 'Spiral', camera: { x: -0.761574, y: -0.0847596, span: 0.00062 } },
  { name: 'Mini', camera: { x: -1.7687788, y: 0.0017389, span: 0.0017 } },
  { name: 'Rabbit', camera: home.julia, julia: { re: -0.123, im: 0.745 } },
  { name: 'Dragon', camera: home.julia, julia: { re: -0.8, im: 0.156 } },
]
