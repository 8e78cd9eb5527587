import { toLanguageCode } from './language.ts';

/** The initial articles of the languages where catalogues skip them, by ISO 639-3. */
const articles: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  [
    ['cat', 'el la els les un una'],
    ['dan', 'de den det en et'],
    ['deu', 'der die das dem den des ein eine einem einen einer eines'],
    ['eng', 'the a an'],
    ['fra', 'le la les un une'],
    ['hun', 'a az egy'],
    ['ita', 'il lo la i gli le un uno una'],
    ['nld', 'de het een'],
    ['nor', 'de den det en et ei'],
    ['por', 'o a os as um uma'],
    ['spa', 'el la los las lo un una'],
    ['swe', 'de den det en ett'],
  ].map(([language, words]) => [language as string, new Set(words?.split(' '))]),
);

const elisions: ReadonlySet<string> = new Set(['cat', 'fra', 'ita']);
const elision = /^l['’](?=\p{L})/iu;
const firstWord = /^(\p{L}+)\s+(?=\S)/u;
/** Latin, not English. */
const latin = /^a\s+(?:fortiori|posteriori|priori)\b/i;

/** How many characters of a title come before the word that it is filed under: its initial article with the blank, or none. */
export function countNonFiling(title: string, language: string | undefined): number {
  const code = language === undefined ? '' : toLanguageCode(language);
  const words = articles.get(code);
  if (words === undefined || latin.test(title)) return 0;
  if (elisions.has(code) && elision.test(title)) return 2;
  const match = firstWord.exec(title);
  const length = match?.[0].length ?? 0;
  return length <= 9 && words.has(match?.[1]?.toLowerCase() ?? '') ? length : 0;
}
