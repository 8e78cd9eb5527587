/** One entry of a file: a value that was read, or why nothing could be read there. */
export type Entry = { readonly line: number; readonly value: unknown } | { readonly line: number; readonly fault: string };
