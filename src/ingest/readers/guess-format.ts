/** Enough of a line to tell what it is. */
const headBytes = 1000;

/**
 * Guesses what a file is whose first line is not JSON, and says what to do with it.
 * @param line the first line that is not blank
 * @returns null where there is no telling
 */
export function guessFormat(line: Uint8Array): string | null {
  if (line[0] === 0x1f && line[1] === 0x8b) return 'it looks like gzip: `zcat FILE | oai-pmh-server import -` reads it';
  const text = new TextDecoder().decode(line.subarray(0, headBytes)).trim();
  // Anything may be found in bytes that are no text, commas too.
  if (/(?!\t)\p{Cc}/u.test(text)) return null;
  if (text === '{') return 'it looks like JSON over several lines: `jq -c . FILE` makes one line of each object';
  if (text.startsWith('[')) return "it looks like a JSON array: `jq -c '.[]' FILE` makes lines of it";
  if (text.startsWith('<')) return 'it looks like XML; one JSON object a line is needed';
  if (!text.startsWith('{') && /[,;\t]/.test(text)) return 'it looks like CSV or TSV; one JSON object a line is needed';
  return null;
}
