/** The text of bytes in UTF-8, as they come from another thread: without the methods of a Buffer. */
export function toText(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString();
}
