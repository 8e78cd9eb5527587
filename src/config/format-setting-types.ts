import type { FormatNames } from '../formats/format-faults.ts';
import { ok, type SettingType, wrong } from './setting-types.ts';

/** Names of metadata formats, by the rule of the protocol for a metadataPrefix. */
export const metadataPrefixes: SettingType<readonly string[]> = {
  allowed: "one or more metadataPrefixes separated by commas, of letters, digits and - _ . ! ~ * ' ( ) alone",
  list: true,
  parse: (text) => {
    const prefixes = text.split(/[\s,]+/).filter((part) => part !== '');
    const bad = prefixes.find((prefix) => !isMetadataPrefix(prefix));
    if (bad !== undefined) return wrong(`${JSON.stringify(bad)} is none`);
    return prefixes.length > 0 ? ok([...new Set(prefixes)]) : wrong();
  },
  toText: (value) => value.join(', '),
};

function isMetadataPrefix(text: string): boolean {
  return /^[A-Za-z0-9\-_.!~*'()]+$/.test(text);
}

/** Takes a list apart whose entries may hold blanks. */
function splitEntries(text: string): string[] {
  return text
    .split(/[,\n]/)
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}

/** Formats as three words each: metadataPrefix, namespace and address of the schema. */
export const formatNames: SettingType<readonly FormatNames[]> = {
  allowed:
    'one or more formats separated by commas or newlines, each as metadataPrefix, namespace and URL of the schema with blanks between, ' +
    'such as oai_ddi25 ddi:codebook:2_5 https://example.org/codebook.xsd',
  list: true,
  parse: (text) => {
    const formats: FormatNames[] = [];
    for (const entry of splitEntries(text)) {
      const [prefix = '', namespace = '', schema = '', ...more] = entry.split(/\s+/);
      if (schema === '' || more.length > 0) return wrong(`${JSON.stringify(entry)} is not three words`);
      if (!isMetadataPrefix(prefix)) return wrong(`${JSON.stringify(prefix)} is no metadataPrefix`);
      if (!URL.canParse(namespace))
        return wrong(`${JSON.stringify(namespace)} is no namespace with a scheme such as https: or urn:`);
      if (!/^https?:\/\//.test(schema) || !URL.canParse(schema))
        return wrong(`${JSON.stringify(schema)} is no http or https URL`);
      if (formats.some((format) => format.prefix === prefix)) return wrong(`${prefix} is there twice`);
      formats.push({ prefix, namespace, schema });
    }
    return formats.length > 0 ? ok(formats) : wrong();
  },
  toText: (value) => value.map(({ prefix, namespace, schema }) => `${prefix} ${namespace} ${schema}`).join(', '),
};

/** Several paths, which may hold blanks. */
export const filePaths: SettingType<readonly string[]> = {
  allowed: 'one or more paths separated by commas or newlines',
  list: true,
  parse: (text) => {
    const paths = [...new Set(splitEntries(text))];
    return paths.length > 0 && !text.includes('\0') ? ok(paths) : wrong();
  },
  toText: (value) => value.join(', '),
};
