import { expect, test } from 'vitest';
import { useRepository } from '../conformance/repository.ts';

const { asker, sql } = useRepository('a repository with rule sets');

test('Sets with a rule are listed with their names, descriptions and ancestors, while they are empty, too [L-01] [L-03] [L-04]', async () => {
  await sql(`
    insert into sets (set_spec, name, description, rule) values
      ('openaire', 'OpenAIRE', 'Open access, & what a project <paid> for.', '$.accessRights == "open"'),
      ('year:2024', 'Published in 2024', '  ', '$.publicationYear == 2024')`);
  const { sets, xml } = await asker.ask({ verb: 'ListSets' });
  expect(sets).toEqual([
    { setSpec: 'openaire', setName: 'OpenAIRE' },
    { setSpec: 'year', setName: 'year' },
    { setSpec: 'year:2024', setName: 'Published in 2024' },
  ]);
  expect(xml.match(/<setDescription>/g)).toHaveLength(1);
  expect(xml).toContain(
    '<dc:description>Open access, &amp; what a project &lt;paid&gt; for.</dc:description></oai_dc:dc></setDescription>',
  );
});

asker.declareChecks();
