/** For differential tests only: what the kernels compute, in plain JavaScript. Uses `new Function`, which the compiler itself never does. */
export { mathReferences } from './math/references.ts'
