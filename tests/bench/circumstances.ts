import { availableParallelism, cpus, totalmem } from 'node:os';
import type { Bench } from './bench.ts';
import type { Options } from './options.ts';
import { findNginxVersion } from './servers/nginx.ts';

type Circumstance = readonly [string, string];

/** What a run was made on and how. */
export function describeMachine({ only }: Options): Circumstance[] {
  const model = cpus()[0]?.model.trim() ?? 'unknown processor';
  const settings = Object.entries(process.env).filter(([name]) => name.startsWith('OAI_') && !/SECRET|URL|CONFIG/.test(name));
  return [
    ['date', new Date().toISOString().slice(0, 10)],
    ['machine', `${availableParallelism()} cores (${model}), ${Math.round(totalmem() / 2 ** 30)} GiB`],
    ['Node.js', process.version],
    ['nginx', findNginxVersion() ?? 'not installed'],
    ...(only === null ? [] : [['measured only', only.join(', ')] as const]),
    ...settings.map(([name, value]) => [name, value ?? ''] as const),
  ];
}

/** What was served. */
export async function describeRecords({ options, server, database, storedXml }: Bench): Promise<Circumstance[]> {
  const [row] = await database.query<{ bytes: number; share: number; stored: string }>(
    `select avg(octet_length(xml))::float8 as bytes, avg((octet_length(xml) > char_length(xml))::integer)::float8 as share,
       pg_size_pretty(pg_total_relation_size('published')) as stored
     from (select ${storedXml.asText} as xml from published) texts`,
  );
  const { bytes, share, stored } = row!;
  return [
    ['PostgreSQL', server.description],
    [
      'records',
      `${options.records}, ${Math.round(bytes)} bytes of stored XML each, ${Math.round(share * 100)} % with text beyond ASCII`,
    ],
    ['table published', `${stored} with indexes`],
  ];
}
