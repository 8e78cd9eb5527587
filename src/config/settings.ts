import { placeholderDomain } from '../placeholder-domain.ts';
import { descriptionSettings } from './description-settings.ts';
import { formatSettings } from './format-settings.ts';
import type { DefaultInput, SettingKey, SettingRows } from './setting.ts';
import {
  baseUrl,
  byteCount,
  emailAddresses,
  filePath,
  hostName,
  identifierDomain,
  lineOfText,
  oneOf,
  orNothing,
  postgresUrl,
  postgresUrls,
  rightsText,
  wholeNumber,
  yesOrNo,
} from './setting-types.ts';

/** The administrator's address until somebody gives one: valid by every rule, and plainly not an address. */
export const placeholderEmail = 'admin-email-not-set@example.org';

/** The domain for identifiers where none is set: the base URL's host, when that is one the oai-identifier scheme allows. */
export function deriveIdentifierDomain(url: string | null): string {
  const host = url === null ? '' : new URL(url).hostname;
  return identifierDomain.parse(host).ok ? host : placeholderDomain;
}

const pageSizeOf = ({ values }: DefaultInput): number => values.pageSize ?? 100;

/** Every setting there is. Order matters twice: it is that of the docs, and a default may use the rows above it. */
export const settings: SettingRows<SettingKey> = {
  databaseUrl: {
    name: 'DATABASE_URL',
    group: 'Database',
    type: postgresUrl,
    fallback: () => null,
    fallbackText: 'empty: the embedded database',
    secret: 'password',
    help: 'The PostgreSQL database that holds the records (14 or newer). Left empty, the program runs a PostgreSQL of its own inside the process and keeps it under `OAI_DATA_DIR`.',
  },
  readDatabaseUrls: {
    name: 'OAI_READ_DATABASE_URL',
    group: 'Database',
    type: postgresUrls,
    fallback: () => [],
    fallbackText: 'empty: `DATABASE_URL` answers all reads',
    secret: 'password',
    help: 'Replicas of the database of `DATABASE_URL`, which then answer the harvesters, whichever is at hand: one URL or several, separated by commas or spaces (a list in the YAML file). A replica may lag or be away without harm. See [operating.md](operating.md#read-replicas).',
  },
  dataDir: {
    name: 'OAI_DATA_DIR',
    group: 'Database',
    type: filePath,
    fallback: () => './data',
    help: 'The folder of the embedded database. Only used when `DATABASE_URL` is empty. One process at a time may own it.',
  },
  poolSize: {
    name: 'OAI_POOL_SIZE',
    group: 'Database',
    type: wholeNumber(1, 1000),
    fallback: () => 10,
    help: 'The most connections this process holds to the database, and to each of its replicas. All processes together must stay below the `max_connections` of PostgreSQL. The embedded database always uses one.',
  },
  preparedStatements: {
    name: 'OAI_PREPARED_STATEMENTS',
    group: 'Database',
    type: yesOrNo,
    fallback: () => true,
    help: 'Whether PostgreSQL keeps statements prepared for each connection, which saves planning them anew. Say no behind a pooler that hands one connection to several clients, such as PgBouncer in transaction mode; then no session settings are sent either. Never done on the embedded database.',
  },
  statementTimeoutMs: {
    name: 'OAI_STATEMENT_TIMEOUT_MS',
    group: 'Database',
    type: wholeNumber(0, 3_600_000),
    fallback: () => 30_000,
    help: 'Milliseconds after which PostgreSQL gives up one statement; 0 for never. With `OAI_PREPARED_STATEMENTS=no` PostgreSQL is not told, and the server gives up 5 seconds later.',
  },
  port: {
    name: 'PORT',
    group: 'Address',
    type: wholeNumber(0, 65_535),
    fallback: () => 3000,
    help: 'The TCP port to listen on; 0 takes any free one and the log says which.',
  },
  host: {
    name: 'OAI_HOST',
    group: 'Address',
    type: hostName,
    fallback: () => '127.0.0.1',
    help: 'The address to listen on. The default answers only to this machine, which is right for a first try and behind a reverse proxy on the same machine. In a container, or to be reached directly from elsewhere, use `0.0.0.0` (or `::` for IPv6 too).',
  },
  baseUrl: {
    name: 'OAI_BASE_URL',
    group: 'Address',
    type: baseUrl,
    fallback: () => null,
    fallbackText: '`http://localhost:<port>/oai`',
    help: 'The public URL of the OAI-PMH endpoint, exactly as harvesters are told it: Identify repeats it character for character, and registries compare it. Set it before the repository is registered anywhere.',
  },
  repositoryName: {
    name: 'OAI_REPOSITORY_NAME',
    group: 'Identity',
    type: lineOfText(1, 500),
    fallback: () => 'OAI-PMH repository',
    help: 'The name of the repository, as people know it. Identify shows it.',
  },
  adminEmails: {
    name: 'OAI_ADMIN_EMAILS',
    group: 'Identity',
    type: emailAddresses,
    fallback: () => [placeholderEmail],
    help: 'Where harvesters write when something is wrong: one address or several, separated by commas (a list in the YAML file). Addresses that the reference validator refuses are refused here too. The default is a placeholder; `serve` warns until it is set.',
  },
  identifierDomain: {
    name: 'OAI_IDENTIFIER_DOMAIN',
    group: 'Identity',
    type: identifierDomain,
    fallback: ({ values }) => deriveIdentifierDomain(values.baseUrl ?? null),
    fallbackText: `the host of \`OAI_BASE_URL\` if it is a domain name with a dot, else \`${placeholderDomain}\``,
    help: 'The domain in the identifiers (`oai:<domain>:<id>`). Choose one you own and never change it: with another domain every record looks new to every harvester. `localhost` and IP addresses are not allowed by the oai-identifier scheme, so a reserved example domain stands in until you choose.',
  },
  granularity: {
    name: 'OAI_GRANULARITY',
    group: 'Identity',
    type: oneOf(['YYYY-MM-DDThh:mm:ssZ', 'YYYY-MM-DD'], { seconds: 'YYYY-MM-DDThh:mm:ssZ', day: 'YYYY-MM-DD' }),
    fallback: () => 'YYYY-MM-DDThh:mm:ssZ',
    help: 'The precision of datestamps: seconds, or days. Stay with seconds unless a harvester of yours cannot read them: with days, each incremental harvest repeats a whole day.',
  },
  ...descriptionSettings,
  pageSize: {
    name: 'OAI_PAGE_SIZE',
    group: 'Lists',
    type: wholeNumber(1, 10_000),
    fallback: () => 100,
    help: 'How many entries a page of a list has, for all three list verbs. Larger pages make fewer requests; some harvesters give up on answers of more than a few megabytes.',
  },
  pageSizeListRecords: {
    name: 'OAI_PAGE_SIZE_LIST_RECORDS',
    group: 'Lists',
    type: wholeNumber(1, 10_000),
    fallback: pageSizeOf,
    fallbackText: 'the value of `OAI_PAGE_SIZE`',
    help: 'The page size of ListRecords alone.',
  },
  pageSizeListIdentifiers: {
    name: 'OAI_PAGE_SIZE_LIST_IDENTIFIERS',
    group: 'Lists',
    type: wholeNumber(1, 10_000),
    fallback: pageSizeOf,
    fallbackText: 'the value of `OAI_PAGE_SIZE`',
    help: 'The page size of ListIdentifiers alone; headers are small, so it may be larger.',
  },
  pageSizeListSets: {
    name: 'OAI_PAGE_SIZE_LIST_SETS',
    group: 'Lists',
    type: wholeNumber(1, 10_000),
    fallback: pageSizeOf,
    fallbackText: 'the value of `OAI_PAGE_SIZE`',
    help: 'The page size of ListSets alone.',
  },
  exactCountLimit: {
    name: 'OAI_EXACT_COUNT_LIMIT',
    group: 'Lists',
    type: wholeNumber(0, 10_000_000),
    fallback: () => 20_000,
    help: 'The most records that are counted for the `completeListSize` of a list of a date range or of a set. A longer list gets an estimate from the statistics of PostgreSQL, a little too large rather than too small; the length of everything is known as long as this is not below the page size. Each 100,000 take some hundredths of a second, once for each list.',
  },
  pageMaxBytes: {
    name: 'OAI_PAGE_MAX_BYTES',
    group: 'Lists',
    type: byteCount(2 ** 16, 90_000_000),
    fallback: () => 16 * 2 ** 20,
    fallbackText: '`16777216` (16 MiB)',
    help: 'A page with large records ends early rather than grow beyond this many bytes (before compression). A page always holds at least one record. The reference validator refuses answers of 100 MB.',
  },
  cacheSeconds: {
    name: 'OAI_CACHE_SECONDS',
    group: 'Lists',
    type: wholeNumber(0, 86_400),
    fallback: () => 5,
    help: 'Seconds that a cache between the server and harvesters may answer the same GET request with the same answer (`Cache-Control: max-age`), unless that is about one record. An older list has an older responseDate, so nothing is missed. With 0 a cache has to ask each time, and is told when nothing was published since.',
  },
  tokenSecret: {
    name: 'OAI_TOKEN_SECRET',
    group: 'Lists',
    type: orNothing(lineOfText(16, 1000)),
    fallback: () => null,
    fallbackText: 'made once and kept in the database, so that all servers agree',
    secret: 'all',
    help: 'What resumption tokens are signed with, at least 16 characters. Changing it ends every harvest that is under way.',
  },
  ...formatSettings,
  publish: {
    name: 'OAI_PUBLISH',
    group: 'Publishing',
    type: yesOrNo,
    fallback: () => true,
    help: 'Whether this server publishes changed records. Any number of servers may say yes: one of them publishes, and another takes over when it stops. Say no for servers that shall only answer.',
  },
  publishBatch: {
    name: 'OAI_PUBLISH_BATCH',
    group: 'Publishing',
    type: wholeNumber(1, 100_000),
    fallback: () => 4000,
    help: 'How many records are published in one transaction, at most.',
  },
  publishThreads: {
    name: 'OAI_PUBLISH_THREADS',
    group: 'Publishing',
    type: wholeNumber(0, 64),
    fallback: ({ cores }) => Math.min(64, Math.max(1, cores - 1)),
    fallbackText: 'the number of processor cores less one, at least 1',
    help: 'How many threads render records when there are many, or when you have a format module, which is then ended where it takes more than 15 s over a record; 0 renders in the main thread.',
  },
  metadataRights: {
    name: 'OAI_METADATA_RIGHTS',
    group: 'Publishing',
    type: orNothing(rightsText),
    fallback: () => null,
    fallbackText: 'none: nothing is said of records that name none themselves',
    help: 'The licence of the metadata, which is not that of the articles: its URL, its name with the version where it is one of Creative Commons, or its text. It comes with each record in a `rights` container; a record with `metadataRights` of its own comes with that instead. Records whose output changes by it get a new datestamp.',
  },
  aboutProvenance: {
    name: 'OAI_ABOUT_PROVENANCE',
    group: 'Publishing',
    type: yesOrNo,
    fallback: () => false,
    help: 'Whether records that came from elsewhere say so in a `provenance` container, made from `records.provenance`. Records whose output changes by it get a new datestamp.',
  },
  workers: {
    name: 'OAI_WORKERS',
    group: 'Operation',
    type: wholeNumber(1, 64),
    fallback: () => 1,
    help: 'How many processes answer requests, on one port; one of them publishes. As many as there are processor cores that PostgreSQL and publishing leave free is right; with more than 1 there is another process that starts them and replaces those that die. Each holds up to `OAI_POOL_SIZE` connections to the database. More than 1 needs `DATABASE_URL`.',
  },
  shutdownTimeoutMs: {
    name: 'OAI_SHUTDOWN_TIMEOUT_MS',
    group: 'Operation',
    type: wholeNumber(0, 3_600_000),
    fallback: () => 25_000,
    help: 'Milliseconds that running answers get to finish after SIGTERM before they are cut. Keep it below the patience of what stops the process (Kubernetes: 30 s; Docker: 10 s unless told otherwise).',
  },
  logLevel: {
    name: 'OAI_LOG_LEVEL',
    group: 'Operation',
    type: oneOf(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']),
    fallback: () => 'info',
    help: 'The least important messages that are still logged.',
  },
  logFormat: {
    name: 'OAI_LOG_FORMAT',
    group: 'Operation',
    type: oneOf(['auto', 'json', 'text']),
    fallback: () => 'auto',
    help: 'How the log is written to standard error: `json` one object a line, `text` for people, `auto` text on a terminal and json elsewhere.',
  },
  configFile: {
    name: 'OAI_CONFIG',
    group: 'Operation',
    type: orNothing(filePath),
    fallback: () => null,
    fallbackText: 'none',
    help: 'A YAML file with settings under the same names as here. Only the environment can name it. A key it does not know is an error.',
  },
};

/** The keys of the table, in its order. */
export const settingKeys = Object.keys(settings) as readonly SettingKey[];
