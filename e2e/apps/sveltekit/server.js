/** The Node adapter's handler behind the headers that worker scripts need as well as pages. */
import { createServer } from 'node:http'
import { handler } from './build/handler.js'

createServer((request, response) => {
  response.setHeader('Cross-Origin-Opener-Policy', 'same-origin')
  response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp')
  handler(request, response)
}).listen(Number(process.env.PORT), 'localhost', () => console.log(`Listening on http://localhost:${process.env.PORT}`))
