/** One entry of a file: a value that was read, or why nothing could be read there. */
export type Entry = { readonly line: number; readonly value: unknown } | { readonly line: number; readonly fault: string };

/** Reads the entries of a file as its bytes come in, never holding more than one of them. */
export type Reader = (chunks: AsyncIterable<Uint8Array>) => AsyncIterable<Entry>;
