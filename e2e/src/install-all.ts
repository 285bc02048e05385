/** Before all tests of applications: the packages are packed and installed. */
import { install } from './installed.ts'

export default function setup(): void {
  const begin = performance.now()
  install('vite')
  install('bundlers')
  install('next')
  console.log(`packages packed and installed in ${Math.round((performance.now() - begin) / 1000)} s`)
}
