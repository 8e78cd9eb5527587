/** ISO 639-3, 639-1 where there is one, the other code of 639-2/B, and the name: the languages that scholarly articles are in. */
const languages: readonly (readonly [code: string, short: string, ...further: string[]])[] = [
  ['afr', 'af', 'afrikaans'],
  ['ara', 'ar', 'arabic'],
  ['aze', 'az', 'azerbaijani'],
  ['bel', 'be', 'belarusian'],
  ['ben', 'bn', 'bengali'],
  ['bos', 'bs', 'bosnian'],
  ['bul', 'bg', 'bulgarian'],
  ['cat', 'ca', 'catalan', 'català'],
  ['ces', 'cs', 'cze', 'czech', 'čeština'],
  ['cym', 'cy', 'wel', 'welsh', 'cymraeg'],
  ['dan', 'da', 'danish', 'dansk'],
  ['deu', 'de', 'ger', 'german', 'deutsch'],
  ['ell', 'el', 'gre', 'greek'],
  ['eng', 'en', 'english'],
  ['epo', 'eo', 'esperanto'],
  ['est', 'et', 'estonian', 'eesti'],
  ['eus', 'eu', 'baq', 'basque', 'euskara'],
  ['fas', 'fa', 'per', 'persian', 'farsi'],
  ['fin', 'fi', 'finnish', 'suomi'],
  ['fra', 'fr', 'fre', 'french', 'français'],
  ['gle', 'ga', 'irish'],
  ['glg', 'gl', 'galician', 'galego'],
  ['grc', '', 'ancient greek'],
  ['heb', 'he', 'hebrew'],
  ['hin', 'hi', 'hindi'],
  ['hrv', 'hr', 'scr', 'croatian', 'hrvatski'],
  ['hun', 'hu', 'hungarian', 'magyar'],
  ['hye', 'hy', 'arm', 'armenian'],
  ['ind', 'id', 'indonesian'],
  ['isl', 'is', 'ice', 'icelandic'],
  ['ita', 'it', 'italian', 'italiano'],
  ['jpn', 'ja', 'japanese', '日本語'],
  ['kat', 'ka', 'geo', 'georgian'],
  ['kaz', 'kk', 'kazakh'],
  ['kor', 'ko', 'korean', '한국어'],
  ['lat', 'la', 'latin'],
  ['lav', 'lv', 'latvian'],
  ['lit', 'lt', 'lithuanian'],
  ['mkd', 'mk', 'mac', 'macedonian'],
  ['msa', 'ms', 'may', 'malay'],
  ['nld', 'nl', 'dut', 'dutch', 'nederlands'],
  ['nob', 'nb', 'norwegian bokmål'],
  ['nno', 'nn', 'norwegian nynorsk'],
  ['nor', 'no', 'norwegian', 'norsk'],
  ['pol', 'pl', 'polish', 'polski'],
  ['por', 'pt', 'portuguese', 'português'],
  ['ron', 'ro', 'rum', 'romanian', 'română'],
  ['rus', 'ru', 'russian', 'русский'],
  ['slk', 'sk', 'slo', 'slovak'],
  ['slv', 'sl', 'slovenian', 'slovene'],
  ['spa', 'es', 'spanish', 'español', 'castellano'],
  ['sqi', 'sq', 'alb', 'albanian'],
  ['srp', 'sr', 'scc', 'serbian'],
  ['swa', 'sw', 'swahili'],
  ['swe', 'sv', 'swedish', 'svenska'],
  ['tha', 'th', 'thai'],
  ['tur', 'tr', 'turkish', 'türkçe'],
  ['ukr', 'uk', 'ukrainian', 'українська'],
  ['urd', 'ur', 'urdu'],
  ['uzb', 'uz', 'uzbek'],
  ['vie', 'vi', 'vietnamese'],
  ['zho', 'zh', 'chi', 'chinese', '中文'],
];

const codes: ReadonlyMap<string, string> = new Map(
  languages.flatMap(([code, ...names]) => [code, ...names].map((n) => [n, code])),
);
const shortCodes: ReadonlyMap<string, string> = new Map(languages.map(([code, short]) => [code, short || code]));

/** Well-formed by RFC 5646 §2.1, private and grandfathered tags aside; a primary subtag of more than three letters is a name. */
const languageTag =
  /^[a-z]{2,3}(?:-[a-z]{3}){0,3}(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?(?:-(?:[a-z\d]{5,8}|\d[a-z\d]{3}))*(?:-[a-wyz\d](?:-[a-z\d]{2,8})+)*(?:-x(?:-[a-z\d]{1,8})+)?$/i;

/**
 * The value of `xml:lang` for a language as people write it, or null where it is none: `en_US` → `en-US`, `eng` → `en`,
 * `English` → `en`.
 */
export function findLanguageTag(text: string): string | null {
  const code = findKnownCode(text);
  if (code !== null) return shortCodes.get(code) ?? code;
  const tag = text.replaceAll('_', '-');
  return tag.length <= 35 && languageTag.test(tag) ? tag : null;
}

/** The ISO 639-3 code of a language given as code, tag or English name; the text itself where it is none of those known here. */
export function toLanguageCode(text: string): string {
  return findLanguageCode(text) ?? text;
}

/** The ISO 639-3 code of a language, which for those known here is that of ISO 639-2/T too; null where it is none of them. */
export function findLanguageCode(text: string): string | null {
  return findKnownCode(text) ?? findKnownCode(/^([A-Za-z]{2,3})[-_]/.exec(text)?.[1] ?? '');
}

function findKnownCode(text: string): string | null {
  return text.length > 0 && text.length <= 20 ? (codes.get(text.toLowerCase()) ?? null) : null;
}
