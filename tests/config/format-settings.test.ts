import { describe, expect, test } from 'vitest';
import { settings } from '../../src/config/settings.ts';
import { loadConfig } from '../../src/config.ts';
import { makeSources } from './make-sources.ts';

const ddi = { prefix: 'oai_ddi25', namespace: 'ddi:codebook:2_5', schema: 'https://example.org/codebook.xsd' };
const own = { prefix: 'own', namespace: 'https://example.org/own/', schema: 'https://example.org/own.xsd' };
const toEntry = ({ prefix, namespace, schema }: typeof ddi) => `${prefix} ${namespace} ${schema}`;

const parse = (key: keyof typeof settings, text: string) => settings[key].type.parse(text);

describe('OAI_FORMATS', () => {
  test('is all where nothing is said, and else the prefixes however they are separated, each once', () => {
    expect(loadConfig(makeSources()).config.formats).toBeNull();
    expect(loadConfig(makeSources({ OAI_FORMATS: 'oai_dc, mods marc21,mods' })).config.formats).toEqual([
      'oai_dc',
      'mods',
      'marc21',
    ]);
  });

  test('takes every name that the protocol does, and no other [F-07]', () => {
    expect(parse('formats', "a-b_c.d!e~f*g'h(i)")).toEqual({ ok: true, value: ["a-b_c.d!e~f*g'h(i)"] });
    expect(parse('eagerFormats', 'oai_dc,oai:dc')).toEqual({ ok: false, because: '"oai:dc" is none' });
    expect(parse('formats', ',').ok).toBe(false);
  });
});

describe('OAI_FORMAT_MODULES', () => {
  test('takes paths with blanks in them, from the environment and from a list of the file', () => {
    const paths = ['./our formats/citation.mjs', '/srv/other.js'];
    const file = `OAI_FORMAT_MODULES:\n  - ${paths[0]}\n  - ${paths[1]}\n`;
    for (const sources of [
      makeSources({ OAI_FORMAT_MODULES: paths.join(',') }),
      makeSources({ OAI_FORMAT_MODULES: `\n ${paths.join('\n ')}\n` }),
      makeSources({ OAI_CONFIG: 'oai.yaml' }, { 'oai.yaml': file }),
    ]) {
      expect(loadConfig(sources).config.formatModules).toEqual(paths);
    }
  });
});

describe('OAI_READY_XML_FORMATS', () => {
  test('takes three words for each format, from the environment and from a list of the file', () => {
    const entries = [ddi, own].map(toEntry);
    const file = `OAI_READY_XML_FORMATS:\n  - ${entries[0]}\n  - ${entries[1]}\n`;
    for (const sources of [
      makeSources({ OAI_READY_XML_FORMATS: entries.join(',') }),
      makeSources({ OAI_READY_XML_FORMATS: entries.join('\n').replaceAll(' ', '  \t') }),
      makeSources({ OAI_CONFIG: 'oai.yaml' }, { 'oai.yaml': file }),
    ]) {
      expect(loadConfig(sources).config.readyXmlFormats).toEqual([ddi, own]);
    }
  });

  test('is written as it is read', () => {
    const text = settings.readyXmlFormats.type.toText([ddi, own]);
    expect(parse('readyXmlFormats', text)).toEqual({ ok: true, value: [ddi, own] });
  });

  test.each([
    ['oai_ddi25 ddi:codebook:2_5', '"oai_ddi25 ddi:codebook:2_5" is not three words'],
    [`${toEntry(ddi)} more`, `"${toEntry(ddi)} more" is not three words`],
    ['oai:ddi urn:a https://example.org/a.xsd', '"oai:ddi" is no metadataPrefix'],
    ['ddi codebook https://example.org/a.xsd', '"codebook" is no namespace with a scheme such as https: or urn:'],
    ['ddi urn:a a.xsd', '"a.xsd" is no http or https URL'],
    [`${toEntry(ddi)},${toEntry(ddi)}`, 'oai_ddi25 is there twice'],
  ])('%s is refused with the reason', (text, because) => {
    expect(parse('readyXmlFormats', text)).toEqual({ ok: false, because });
  });
});

test('OAI_EAGER_FORMATS is oai_dc alone, and OAI_OPENAIRE_TERMS is yes, where nothing is said', () => {
  expect(loadConfig(makeSources()).config).toMatchObject({ eagerFormats: ['oai_dc'], openaireTerms: true });
  expect(loadConfig(makeSources({ OAI_OPENAIRE_TERMS: 'no' })).config.openaireTerms).toBe(false);
});
