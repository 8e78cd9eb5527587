import type { FormatNames } from '../formats/format-faults.ts';
import type { Granularity } from '../oai/datestamp.ts';
import type { Branding } from '../oai/descriptions/branding.ts';
import type { EprintsPolicies } from '../oai/descriptions/eprints.ts';
import type { SettingType } from './setting-types.ts';

export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';

/** The value of every setting, by its key in the table. */
export interface SettingValues {
  readonly databaseUrl: string | null;
  readonly readDatabaseUrls: readonly string[];
  readonly dataDir: string;
  readonly poolSize: number;
  readonly preparedStatements: boolean;
  readonly statementTimeoutMs: number;
  readonly port: number;
  readonly host: string;
  readonly baseUrl: string | null;
  readonly repositoryName: string;
  readonly adminEmails: readonly string[];
  readonly identifierDomain: string;
  readonly granularity: Granularity;
  readonly eprintsPolicies: EprintsPolicies | null;
  readonly friends: readonly string[];
  readonly branding: Branding | null;
  readonly rightsManifest: readonly string[];
  readonly toolkit: boolean;
  readonly pageSize: number;
  readonly pageSizeListRecords: number;
  readonly pageSizeListIdentifiers: number;
  readonly pageSizeListSets: number;
  readonly pageMaxBytes: number;
  readonly tokenSecret: string | null;
  readonly exactCountLimit: number;
  readonly cacheSeconds: number;
  readonly formats: readonly string[] | null;
  readonly eagerFormats: readonly string[];
  readonly formatModules: readonly string[];
  readonly readyXmlFormats: readonly FormatNames[];
  readonly openaireTerms: boolean;
  readonly publish: boolean;
  readonly publishBatch: number;
  readonly publishThreads: number;
  readonly metadataRights: string | null;
  readonly aboutProvenance: boolean;
  readonly workers: number;
  readonly shutdownTimeoutMs: number;
  readonly logLevel: LogLevel;
  readonly logFormat: 'auto' | 'json' | 'text';
  readonly configFile: string | null;
}

export type SettingKey = keyof SettingValues;

/** What a default may be made from: the machine, and the settings that stand earlier in the table. */
export interface DefaultInput {
  readonly cores: number;
  readonly values: Partial<SettingValues>;
}

export type SettingGroup =
  | 'Database'
  | 'Address'
  | 'Identity'
  | 'Descriptions'
  | 'Lists'
  | 'Formats'
  | 'Publishing'
  | 'Operation';

/** One row of the settings table. */
export interface Setting<T> {
  /** The environment variable, and the key in the YAML file. */
  readonly name: string;
  readonly group: SettingGroup;
  readonly type: SettingType<T>;
  readonly fallback: (input: DefaultInput) => T;
  /** The default in words, where the value alone would not say it. */
  readonly fallbackText?: string;
  /** What the setting does and when to change it: sentences. */
  readonly help: string;
  /** `all`: never shown. `password`: shown without its password. */
  readonly secret?: 'all' | 'password';
}

/** Rows of the settings table for some of the settings. */
export type SettingRows<Key extends SettingKey> = { readonly [Each in Key]: Setting<SettingValues[Each]> };
