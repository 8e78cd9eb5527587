import { SaxesParser } from 'saxes';

/**
 * What a document says, as one line for each start of an element, text and end: names by their namespaces and not their prefixes,
 * attributes in order of their names without declarations, neighbouring texts as one, comments and processing instructions left out.
 *
 * @throws Error on anything that is not well-formed
 */
export function listXmlEvents(xml: string): string[] {
  const events: string[] = [];
  let text = '';
  let depth = 0;
  const flush = () => {
    if (text !== '' && depth > 0) events.push(`text ${JSON.stringify(text)}`);
    text = '';
  };
  const parser = new SaxesParser({ xmlns: true });
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('text', (more) => {
    text += more;
  });
  parser.on('cdata', (more) => {
    text += more;
  });
  parser.on('opentag', ({ uri, local, attributes }) => {
    flush();
    depth += 1;
    const own = Object.values(attributes).filter(({ name, prefix }) => name !== 'xmlns' && prefix !== 'xmlns');
    const shown = own.map((each) => `{${each.uri}}${each.local}=${JSON.stringify(each.value)}`).sort();
    events.push(`start {${uri}}${local} ${shown.join(' ')}`);
  });
  parser.on('closetag', () => {
    flush();
    depth -= 1;
    events.push('end');
  });
  parser.write(xml).close();
  return events;
}
