// The build of the pages puts the compiled text of kernels.ts in the place of this line.
export * from './kernels.ts'
