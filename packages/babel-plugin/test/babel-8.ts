/** Entry of the child process in `babel-versions.test.ts`. */
import * as babel from 'babel-core-8'
import { transformAll } from './transform.ts'

console.log(JSON.stringify({ babel: babel.version, node: process.version, results: transformAll(babel as never) }))
