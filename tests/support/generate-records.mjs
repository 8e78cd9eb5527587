/**
 * Made-up article records, the same ones for the same seed on every machine.
 *
 *     node tests/support/generate-records.mjs --records 100000 --seed 1 > records.jsonl
 *     node tests/support/generate-records.mjs --records 100000 --abstract short > records.jsonl
 *     node tests/support/generate-records.mjs --records 100000 --varied > records.jsonl
 */
import { once } from 'node:events';
import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { varyRecord } from './vary-record.mjs';
import * as words from './words.mjs';

const languages = ['en', 'en', 'en', 'en', 'es', 'de', 'fr', 'pt-BR', 'pl', 'it'];

/** Characters of an abstract before its last sentence, least and most. A record makes about 2.2 kB of oai_dc with the long ones, 1.5 kB with the short ones. */
const abstractLengths = { long: [600, 1280], short: [150, 370] };

/** Makes the record of that index: what a user would store as one row of `records`. */
export function generateRecord(index, seed = 1, abstract = 'long', varied = false) {
  const random = makeRandom(index, seed);
  const journal = pick(random, words.journals);
  const year = between(random, 1995, 2024);
  const open = random() < 0.8;
  const doi = `10.5555/${journal.code}.${year}.${index}`;
  const metadata = {
    titles: [{ title: makeTitle(random), lang: pick(random, languages) }],
    creators: Array.from({ length: between(random, 1, 6) }, () => makeCreator(random)),
    descriptions: [{ description: makeAbstract(random, abstractLengths[abstract]), descriptionType: 'Abstract' }],
    subjects: Array.from(
      { length: between(random, 2, 6) },
      () => `${pick(random, words.adjectives)} ${pick(random, words.nouns)}`,
    ),
    publisher: journal.publisher,
    dates: [{ date: makeDate(random, year), dateType: 'Issued' }],
    language: pick(random, languages),
    types: { resourceTypeGeneral: 'JournalArticle' },
    doi,
    url: `https://journals.example.org/${journal.code}/articles/${index}`,
    container: makeContainer(random, journal, year),
    accessRights: open ? 'open' : pick(random, ['restricted', 'embargoed', 'metadata only']),
    ...(open ? { rightsList: [pick(random, words.licences)] } : {}),
  };
  const shown = varied ? varyRecord(metadata, random) : metadata;
  return { id: `article-${index}`, metadata: shown, sets: [journal.set, journal.field, ...(open ? ['open-access'] : [])] };
}

/** A generator of numbers from 0 to 1, seeded for one record alone, so that records can be made in any order (mulberry32). */
function makeRandom(index, seed) {
  let state = (Math.imul(index + 1, 0x9e3779b1) ^ Math.imul(seed + 1, 0x85ebca6b)) >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  // Neighbouring seeds give alike first numbers.
  next();
  next();
  return next;
}

function pick(random, list) {
  return list[Math.floor(random() * list.length)];
}

function between(random, least, most) {
  return least + Math.floor(random() * (most - least + 1));
}

function makeTitle(random) {
  const adjective = pick(random, words.adjectives);
  return pick(random, words.titleForms)
    .replace('{A}', adjective.charAt(0).toUpperCase() + adjective.slice(1))
    .replace('{a}', adjective)
    .replace('{b}', pick(random, words.nouns))
    .replace('{c}', `${pick(random, words.adjectives)} ${pick(random, words.nouns)}`);
}

/** Whole sentences, 1,500 characters at most. */
function makeAbstract(random, [least, most]) {
  const length = between(random, least, most);
  const parts = [];
  for (let size = 0; size < length; ) {
    const sentence = makeSentence(random);
    parts.push(sentence);
    size += sentence.length + 1;
  }
  return parts.join(' ').slice(0, 1500);
}

function makeSentence(random) {
  const subject = `${pick(random, words.adjectives)} ${pick(random, words.nouns)}`;
  const predicate = `${pick(random, words.verbs)} ${pick(random, words.adjectives)} ${pick(random, words.nouns)}`;
  return pick(random, words.sentences)
    .replace('{a}', subject)
    .replace('{b}', predicate)
    .replace('{n}', String(between(random, 3, 400)));
}

function makeCreator(random) {
  const creator = { familyName: pick(random, words.familyNames), givenName: pick(random, words.givenNames) };
  if (random() < 0.4) creator.affiliation = [pick(random, words.affiliations)];
  if (random() < 0.3) creator.nameIdentifiers = [{ nameIdentifier: makeOrcid(random), nameIdentifierScheme: 'ORCID' }];
  return creator;
}

/** A well-formed ORCID iD above the blocks that are given out, with its check character (ISO 7064 mod 11-2). */
function makeOrcid(random) {
  const digits = `00099${String(between(random, 0, 9_999_999_999)).padStart(10, '0')}`;
  const total = [...digits].reduce((sum, digit) => (sum + Number(digit)) * 2, 0);
  const check = (12 - (total % 11)) % 11;
  const all = `${digits}${check === 10 ? 'X' : check}`;
  return `https://orcid.org/${all.match(/.{4}/g).join('-')}`;
}

function makeDate(random, year) {
  const precision = random();
  const month = String(between(random, 1, 12)).padStart(2, '0');
  if (precision < 0.2) return String(year);
  if (precision < 0.4) return `${year}-${month}`;
  return `${year}-${month}-${String(between(random, 1, 28)).padStart(2, '0')}`;
}

function makeContainer(random, journal, year) {
  const firstPage = between(random, 1, 900);
  return {
    title: journal.title,
    type: 'Journal',
    volume: String(year - 1990),
    issue: String(between(random, 1, 6)),
    firstPage: String(firstPage),
    lastPage: String(firstPage + between(random, 1, 40)),
  };
}

/** Writes the records as JSON Lines, no faster than they are read. */
async function writeRecords({ records, seed, abstract, varied }, output) {
  const linesPerWrite = 500;
  for (let start = 0; start < records; start += linesPerWrite) {
    let lines = '';
    for (let index = start; index < Math.min(records, start + linesPerWrite); index += 1)
      lines += `${JSON.stringify(generateRecord(index, seed, abstract, varied))}\n`;
    if (!output.write(lines)) await once(output, 'drain');
  }
}

function readCount(name, text) {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0) return value;
  return refuse(`--${name} must be a whole number, not "${text}".`);
}

function refuse(reason) {
  process.stderr.write(`${reason}\n`);
  process.exit(2);
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: {
      records: { type: 'string', default: '1000' },
      seed: { type: 'string', default: '1' },
      abstract: { type: 'string', default: 'long' },
      varied: { type: 'boolean', default: false },
    },
  });
  if (!Object.hasOwn(abstractLengths, values.abstract)) refuse(`--abstract must be long or short, not "${values.abstract}".`);
  // A reader such as `head` may close the pipe early; that is no fault.
  process.stdout.on('error', (error) => process.exit(error.code === 'EPIPE' ? 0 : 1));
  const [records, seed] = [readCount('records', values.records), readCount('seed', values.seed)];
  await writeRecords({ records, seed, abstract: values.abstract, varied: values.varied }, process.stdout);
}
