/**
 * Every diagnostic code, once. `docs/diagnostics.md` has a paragraph for each, and a test compares the two.
 * 1xx: it is parallel. 2xx: the loop stays sequential. 3xx: the statement stays host JavaScript. 4xx: at run time. 5xx: options and environment.
 */
export const diagnosticCodes = {
  PF100: 'parallel loop',
  PF101: 'parallel loop with reductions',
  PF102: 'runs inside a parallel loop',
  PF103: 'sequential loop around parallel loops: one team region',
  PF104: 'fused with the loop before it',
  PF200: 'a value is carried from trip to trip',
  PF201: 'an array element is carried from trip to trip',
  PF202: 'subscript of a written array is not affine',
  PF203: 'the trip count is not known before the loop',
  PF204: 'the loop leaves early',
  PF205: 'no parallel loop inside',
  PF300: 'syntax outside the language of regions',
  PF301: 'call to an unknown function',
  PF302: 'variable is captured or reassigned elsewhere',
  PF303: 'value of an unsupported kind',
  PF304: 'exception or return inside the loop',
  PF305: 'BigInt arithmetic that could leave 64 bits',
  PF306: 'nothing to do in parallel in this function',
  PF307: 'async or generator function',
  PF308: 'the value of this read could be undefined',
  PF400: 'a guard failed at run time',
  PF401: 'argument of another kind than compiled for',
  PF402: 'arrays overlap',
  PF403: 'the shared heap is full',
  PF404: 'a rung of the ladder is not available',
  PF405: 'plugin and runtime differ in version',
  PF406: 'a kernel failed while it ran',
  PF407: 'the load hook cannot see a file',
  PF408: 'a file could not be compiled',
  PF409: 'a web API refuses an array of the shared heap',
  PF500: 'unknown option',
  PF501: 'senseless value of an option or environment variable',
  PF502: 'not an array that can be freed or used',
  PF503: 'the plugin is in one configuration twice',
  PF504: 'workers are not bundled as modules',
  PF505: 'the runtime is not installed',
} as const

export type DiagnosticCode = keyof typeof diagnosticCodes
