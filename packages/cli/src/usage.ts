/** A mistake on the command line or in the file: its message is all that the user sees. */
export class UsageError extends Error {}
