/** A row of `records` as somebody's program may write it. */
export interface HostileRow {
  /** The id, which says what is hostile about it. */
  readonly id: string;
  /** JSON text: what jsonb is given. */
  readonly metadata: string;
  /** What the title must come out as; null when the record is one that cannot be published. */
  readonly title: string | null;
}

/** One character of every class that XML, JSON or PostgreSQL treats in its own way. */
const codePoints = [
  0x01, 0x03, 0x08, 0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x0e, 0x1a, 0x1b, 0x1f, 0x22, 0x26, 0x27, 0x3c, 0x3e, 0x5c, 0x7f, 0x80, 0x85,
  0x9f, 0xa0, 0xad, 0xfe, 0x0301, 0x200b, 0x200e, 0x2028, 0x2029, 0x202e, 0x2066, 0xd7ff, 0xe000, 0xf8ff, 0xfdd0, 0xfeff, 0xfffc,
  0xfffd, 0xfffe, 0xffff, 0x10000, 0x1d465, 0x1f600, 0x1fffe, 0x1ffff, 0xe0001, 0xf0000, 0x10fffe, 0x10ffff,
];

/** What XML can carry of a text, as a parser on the far side reads it. */
function toCarried(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(/[^\t\n\x20-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD');
}

const texts: Readonly<Record<string, string>> = {
  'an entity of HTML': 'a&nbsp;b &copy; &eacute;',
  'an entity of nobody': 'a&b;c &x; & &&amp;',
  'a reference': '&#1; &#x0; &#55357;&#56832; &#xD800; &#99999999;',
  'an escape': '&lt;b&gt; &amp;lt; &quot; &apos;',
  markup: '<b>bold</b> <br> </dc:title></oai_dc:dc></metadata>',
  'the end of CDATA': 'a ]]> b <![CDATA[ c ]]>',
  comments: '<!-- a -- b -->',
  declarations: '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>&e;',
  json: '{"a": 1}',
  'a processing instruction': '<?php echo 1 ?>',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is text
  templates: "${title} {{title}} #{title} %s $1 $& \\1 '; drop table records; --",
  combining: `Z${'\u0301'.repeat(200)}`,
  directions: '\u202Eabc\u202C مرحبا \u2066x\u2069',
  families: '👩‍👩‍👧‍👦 🏳️‍🌈 𝑥²',
  newlines: 'a\r\nb\rc\nd\u2028e\u0085f',
};

const titled = (id: string, title: string): HostileRow => ({ id, metadata: JSON.stringify({ title }), title: toCarried(title) });

/** Titles that have broken feeds, alone and between others. */
export const hostileTexts: readonly HostileRow[] = [
  ...codePoints.map((code) =>
    titled(`U+${code.toString(16)}`, `a${String.fromCodePoint(code)}b${String.fromCodePoint(code).repeat(3)}c`),
  ),
  ...Object.entries(texts).map(([id, title]) => titled(id.replaceAll(' ', '-'), title)),
];

const nested = (depth: number, open: string, close: string, inner: string) =>
  `${open.repeat(depth)}${inner}${close.repeat(depth)}`;
const record = (id: string, metadata: string, title: string | null): HostileRow => ({ id, metadata, title });
const withTitle = (rest: string) => `{"title": "A title", ${rest}}`;

/** Names of fields that mean something to XML writers, to JavaScript or to nobody. */
const names = [
  '@x',
  '#y',
  '#text',
  '$z',
  '!w',
  '?pi',
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'length',
  'then',
  'toJSON',
  '',
  ' ',
  '\u0001',
  'a b',
  '<x>',
  'xmlns',
  'xml:lang',
  '😀',
];

/** Shapes and names that no schema foresaw. */
export const hostileShapes: readonly HostileRow[] = [
  ...names.map((name, index) => record(`name-${index}`, withTitle(`${JSON.stringify(name)}: {"a": "<b>"}`), 'A title')),
  ...names.map((name, index) =>
    record(`dc-name-${index}`, `{"dc": {"title": ["A title"], ${JSON.stringify(name)}: ["<b>"]}}`, 'A title'),
  ),
  record('many-titles', `{"title": ${JSON.stringify(Array.from({ length: 5000 }, () => 'A title'))}}`, 'A title'),
  record('deep-list', withTitle(`"junk": ${nested(3000, '[', ']', '1')}`), 'A title'),
  record('deep-object', withTitle(`"junk": ${nested(3000, '{"a":', '}', '1')}`), 'A title'),
  record('a-language-that-is-none', '{"title": {"title": "A title", "lang": "en_US\\"><x"}}', 'A title'),
  record('blanks', '{"title": "  A title \\n", "creators": [], "subjects": [null, "", " "], "publisher": {}}', 'A title'),
];

/** What is no record, whatever one makes of it. */
export const hopeless: readonly HostileRow[] = [
  ...[
    '{}',
    '[]',
    'null',
    'true',
    '0',
    '"text"',
    '[{"title": "x"}]',
    '{"title": ""}',
    '{"title": null}',
    '{"title": []}',
    '{"title": {}}',
    '{"title": [[[]]]}',
    '{"title": " \\n\\t"}',
    '{"title": "\\u0001\\u0002"}',
    '{"TITEL": "x"}',
    '{"dc": {}}',
    '{"dc": null}',
    '{"dc": "x"}',
    '{"dc": {"title": []}}',
    '{"titles": {"0": "x"}}',
  ].map((metadata, index) => record(`hopeless-${index}`, metadata, null)),
  record('title-number', '{"title": {"title": {"title": 1}}}', null),
  record('deep-title', `{"title": ${nested(3000, '[', ']', '"x"')}}`, null),
  record('creators-wrong', withTitle('"creators": [{"name": {"name": 1}}]'), null),
  record('url-wrong', withTitle('"url": {"a": 1}'), null),
];

/** Five megabytes in one place. */
export const giants: readonly HostileRow[] = [
  titled('giant-title', 'x&<'.repeat(1_700_000)),
  record('giant-description', withTitle(`"description": ${JSON.stringify('é\u0001'.repeat(1_700_000))}`), 'A title'),
  record(
    'giant-list',
    withTitle(`"keywords": ${JSON.stringify(Array.from({ length: 200_000 }, (_, index) => `keyword ${index} &`))}`),
    'A title',
  ),
  record('giant-unknown', withTitle(`"junk": ${JSON.stringify('j'.repeat(5_000_000))}`), 'A title'),
];
