import { formats } from '../formats/index.ts';

/** What the published output is made by, in one text: when it differs from the stored one, everything is published again. */
export function toOutputVersion(identifierDomain: string): string {
  return JSON.stringify({
    identifierDomain,
    formats: Object.fromEntries(formats.map(({ prefix, version }) => [prefix, version])),
  });
}
