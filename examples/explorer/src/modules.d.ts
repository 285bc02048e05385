/** What the plugins of vite.config.ts provide, beside ordinary modules. */

/** A module with its marks taken out: the same source as plain JavaScript. Who imports it gives it the type of the marked one. */
declare module '*?plain'

declare module 'vega-data/flights-200k.arrow?url' {
  const url: string
  export default url
}

declare module 'virtual:verdicts' {
  /** By name of the function. */
  export const verdicts: Record<string, { marked: boolean; parallel: boolean; code: string; text: string }>
}
