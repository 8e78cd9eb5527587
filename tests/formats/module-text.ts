/** The text of a module that exports a format of one's own, with these fields in place of good ones; each is JavaScript. */
export function toModuleText(fields: Readonly<Record<string, string>> = {}, exported = 'export default'): string {
  const good = {
    prefix: '"own"',
    schema: '"https://example.org/own.xsd"',
    namespace: '"https://example.org/own/"',
    version: '1',
    toElement: `(record) => ({ name: 'own', attributes: {
      xmlns: 'https://example.org/own/', 'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
      'xsi:schemaLocation': 'https://example.org/own/ https://example.org/own.xsd' }, children: [record.titles[0].title] })`,
  };
  const written = Object.entries({ ...good, ...fields }).map(([name, value]) => `${name}: ${value}`);
  return `${exported} { ${written.join(',\n')} };`;
}
