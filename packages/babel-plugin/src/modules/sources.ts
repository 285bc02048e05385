/** What the front end may ask about other modules of the program. Types that stay unknown are found out at run time. */

export interface ModuleSource {
  /** Absolute; its extension says how it is parsed. */
  filename: string
  source: string
}

export interface ModuleSources {
  /** The module that a specifier means in `importer`; undefined: not known. */
  resolve(specifier: string, importer: string): ModuleSource | undefined
  /** The modules of the program that import or re-export this one, in an order that does not depend on time. Absent: nobody can tell. */
  importers?(filename: string): readonly ModuleSource[]
}
