/** The sets of the fixture: a hierarchy, a flat one, and one that nothing belongs to. */
export const fixtureSets = [
  { setSpec: 's', name: 'The set s' },
  { setSpec: 's:t', name: 'The set t of s' },
  { setSpec: 'u', name: 'The set u' },
  { setSpec: 'empty', name: 'A set without records' },
] as const;

/** What the record `6` has for a title: everything that has broken feeds and that jsonb can hold. */
export const hostileTitle = 'U+0003 \u0003 U+FFFE \uFFFE ]]> &amp; & <b>p < 0.05</b> 😀 مرحبا';

/** What becomes of it: characters that XML forbids are replaced, everything else stays. */
export const hostileTitleCleaned = hostileTitle.replaceAll('\u0003', '\uFFFD').replaceAll('\uFFFE', '\uFFFD');

/** The ids `1` to `255`. */
export const fixtureIds: readonly string[] = Array.from({ length: 255 }, (_, index) => String(index + 1));

const setsById: Readonly<Record<string, readonly string[]>> = { 1: ['s:t'], 2: ['u'], 4: ['s'] };

/** The rows of `records`; `4` is deleted afterwards. */
export const fixtureRecords: readonly { readonly id: string; readonly metadata: object; readonly sets: readonly string[] }[] =
  fixtureIds.map((id) => ({
    id,
    metadata: {
      title: id === '6' ? hostileTitle : `Article ${id}`,
      creators: ['Pithouse, Anna'],
      url: `https://an.example.org/articles/${id}`,
      issued: '2019',
      language: 'en',
      rights: 'https://creativecommons.org/licenses/by/4.0/',
      accessRights: 'open',
      // The only one that is a thesis, and so in a further format.
      ...(id === '5' ? { type: 'thesis' } : {}),
    },
    sets: setsById[id] ?? [],
  }));

const first: Readonly<Record<string, string>> = {
  1: '2020-01-01T00:00:00Z',
  2: '2020-01-01T23:59:59Z',
  3: '2020-01-02T00:00:00Z',
  4: '2020-01-03T10:00:00Z',
};

/** The datestamp that 150 of the items share: `105` to `254`. */
export const sharedDatestamp = '2020-03-01T12:00:00Z';

/** An item's datestamp: `5` to `104` each an hour after the one before, then 150 at one time, then the last. */
export function fixtureDatestamps(id: string): string {
  const number = Number(id);
  if (number <= 4) return first[id]!;
  if (number === 255) return '2020-04-01T00:00:00Z';
  if (number > 104) return sharedDatestamp;
  return `${new Date(Date.UTC(2020, 1, 1, number - 5)).toISOString().slice(0, 19)}Z`;
}

/** Identifiers of the items with these ids. */
export function toIdentifiers(ids: readonly (string | number)[]): string[] {
  return ids.map((id) => `oai:an.example.org:${id}`);
}

/** Every identifier in the order of lists: datestamp, then id by its bytes. */
export const fixtureOrder: readonly string[] = toIdentifiers(
  [...fixtureIds].sort((a, b) => {
    const keys = [a, b].map((id) => `${fixtureDatestamps(id)} ${id}`) as [string, string];
    return keys[0] < keys[1] ? -1 : 1;
  }),
);
