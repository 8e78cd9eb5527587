import { isUri } from '../is-uri.ts';

/** What a setting's text was understood as, or why it was not: of the whole, or of places inside it. */
export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly because?: string; readonly inside?: readonly InnerFault[] };

/** What is wrong at one place of a nested value. */
export interface InnerFault {
  /** The place, as it follows the name of the setting: `.dataPolicy.url`; empty for the whole. */
  readonly path: string;
  /** What is wrong, as it follows the name and the place, to the end of the sentence. */
  readonly says: string;
}

/** How the text of a setting is read and written. */
export interface SettingType<T> {
  /** What is allowed, as it follows "must be". */
  readonly allowed: string;
  /** Whether a YAML list is accepted beside text. */
  readonly list?: true;
  /** Reads text that is already trimmed and not empty. */
  parse(text: string): Parsed<T>;
  /** Reads a list or an object as YAML has it; only for settings that are more than text or a list of texts. */
  readonly parseNested?: (value: unknown) => Parsed<T>;
  /** Writes a value so that `parse` would read it back. */
  toText(value: T): string;
}

/** Text that was understood. */
export const ok = <T>(value: T): Parsed<T> => ({ ok: true, value });

/** Text that is not allowed, and why where `allowed` does not tell. */
export const wrong = (because?: string): { readonly ok: false; readonly because?: string } =>
  because === undefined ? { ok: false } : { ok: false, because };

/** A whole number between two bounds, both allowed. */
export function wholeNumber(least: number, most: number): SettingType<number> {
  return {
    allowed: `a whole number from ${least} to ${most}`,
    parse: (text) => {
      const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
      return value >= least && value <= most ? ok(value) : wrong();
    },
    toText: String,
  };
}

const bytesPerUnit: Readonly<Record<string, number>> = { '': 1, b: 1, kb: 1e3, mb: 1e6, kib: 2 ** 10, mib: 2 ** 20 };

/** A number of bytes between two bounds, with or without a unit (KB, MB, KiB, MiB). */
export function byteCount(least: number, most: number): SettingType<number> {
  return {
    allowed: `a number of bytes from ${least} to ${most}; units may be given, as in 8 MiB`,
    parse: (text) => {
      const match = /^(\d{1,12})\s*([a-z]{0,3})$/i.exec(text);
      const unit = bytesPerUnit[match?.[2]?.toLowerCase() ?? ''];
      const value = match === null || unit === undefined ? Number.NaN : Number(match[1]) * unit;
      return value >= least && value <= most ? ok(value) : wrong();
    },
    toText: String,
  };
}

/** One word of a list; aliases are accepted and mean one of the words. */
export function oneOf<T extends string>(words: readonly T[], aliases: Readonly<Record<string, T>> = {}): SettingType<T> {
  const known = new Map<string, T>([...words.map((word) => [word.toLowerCase(), word] as const), ...Object.entries(aliases)]);
  const listed = words.map((word) => {
    const others = Object.keys(aliases).filter((alias) => aliases[alias] === word);
    return others.length === 0 ? word : `${word} (or ${others.join(', ')})`;
  });
  return {
    allowed: `one of ${listed.join(', ')}`,
    parse: (text) => {
      const value = known.get(text.toLowerCase());
      return value === undefined ? wrong() : ok(value);
    },
    toText: (value) => value,
  };
}

/** Yes or no, in the spellings that environment files use. */
export const yesOrNo: SettingType<boolean> = {
  allowed: 'yes or no',
  parse: (text) => {
    if (/^(yes|true|on|1)$/i.test(text)) return ok(true);
    return /^(no|false|off|0)$/i.test(text) ? ok(false) : wrong();
  },
  toText: (value) => (value ? 'yes' : 'no'),
};

/** One line of text. */
export function lineOfText(least: number, most: number): SettingType<string> {
  return {
    allowed: least > 1 ? `one line of ${least} to ${most} characters` : `one line of at most ${most} characters`,
    parse: (text) => (text.length >= least && text.length <= most && !/\p{Cc}/u.test(text) ? ok(text) : wrong()),
    toText: (value) => value,
  };
}

/** The name or address of a network interface. */
export const hostName: SettingType<string> = {
  allowed: 'an address or host name to listen on, such as 127.0.0.1 (this machine only), 0.0.0.0 or :: (everyone)',
  parse: (text) => (/^[A-Za-z0-9._:%-]+$/.test(text) ? ok(text) : wrong()),
  toText: (value) => value,
};

/** A PostgreSQL connection URL. */
export const postgresUrl: SettingType<string | null> = {
  allowed: 'a URL such as postgres://user:password@host:5432/database, or empty for the embedded database',
  parse: (text) => {
    if (!/^postgres(ql)?:\/\//.test(text)) return wrong('it does not start with postgres:// or postgresql://');
    if (isCutInPassword(text))
      return wrong('an @ stands behind the host; in a password, @ is written %40, / %2F, ? %3F and # %23');
    // The host may be left out for a socket (postgres://user@/db?host=/run/postgresql); pg reads that, a strict parser does not.
    return URL.canParse(text.replace('@/', '@localhost/'))
      ? ok(text)
      : wrong('it is not a URL; characters such as / # @ in a password must be percent-encoded, and a port is 65535 at most');
  },
  toText: (value) => value ?? '',
};

/** Several of them. A comma within a password does no harm: only what stands before the next URL separates. */
export const postgresUrls: SettingType<readonly string[]> = {
  allowed: 'one or more URLs such as postgres://user:password@host:5432/database, separated by commas or spaces',
  list: true,
  parse: (text) => {
    const urls = splitUrls(text);
    for (const url of urls) {
      const parsed = postgresUrl.parse(url);
      if (!parsed.ok) return parsed;
    }
    return ok([...new Set(urls)]);
  },
  toText: (value) => value.join(', '),
};

/** Whether what looks like the host is within a password, and what follows is the rest of it. */
function isCutInPassword(url: string): boolean {
  const [, authority = '', path = '', query = ''] = /^[a-z]+:\/\/([^/?#]*)([^?]*)(.*)$/is.exec(url) ?? [];
  // A name of a database may have an @, and the options of a connection may, as `application_name=oai@host` does.
  if (path.includes('@')) return path.includes('#') || /@.*\//s.test(path);
  // Digits that a password begins with pass for a port.
  const likePort = path === '' && /^[^@]*:\d+$/.test(authority);
  return /^\?[^=]*@/.test(query) || (likePort && /@[^&]*\//.test(query));
}

/** Takes text apart before each URL in it. */
export function splitUrls(text: string): string[] {
  return text.split(/[\s,]+(?=[a-z]+:\/\/)/).map((url) => url.replace(/[\s,]+$/, ''));
}

/** Addresses of other repositories. */
export const baseUrls: SettingType<readonly string[]> = {
  allowed: 'one or more http or https URLs without query or fragment, separated by commas or spaces',
  list: true,
  parse: (text) => {
    const urls = text.split(/[\s,]+/).filter((url) => url !== '');
    const bad = urls.find((url) => !baseUrl.parse(url).ok || !isUri(url));
    return bad === undefined ? ok([...new Set(urls)]) : wrong(`${JSON.stringify(bad)} is not such a URL`);
  },
  toText: (value) => value.join(', '),
};

/** The public URL of the OAI-PMH endpoint, kept character for character: it is what the repository is registered under. */
export const baseUrl: SettingType<string | null> = {
  allowed: 'an absolute http or https URL without query or fragment, such as https://repository.example.org/oai',
  parse: (text) => {
    if (!/^https?:\/\/[^\s]+$/.test(text) || !URL.canParse(text)) return wrong();
    if (/[?#]/.test(text)) return wrong('it has a query or a fragment');
    const url = new URL(text);
    return url.username === '' && url.password === '' ? ok(text) : wrong('it holds a user name or a password');
  },
  toText: (value) => value ?? '',
};

/**
 * E-mail addresses as the specification's schema and the reference validator both accept them: the validator refuses local parts of
 * one character, with a plus sign, and upper-case top-level domains, and ends its run there.
 */
export const emailAddresses: SettingType<readonly string[]> = {
  allowed:
    'one or more e-mail addresses separated by commas, of letters, digits, dots, hyphens and underscores, ' +
    'with two characters or more before the @ and a lower-case domain ending, such as oai@example.org',
  list: true,
  parse: (text) => {
    const addresses = text.split(/[\s,;]+/).filter((part) => part !== '');
    const bad = addresses.find((address) => !/^\w[\w.-]+@([A-Za-z0-9-]+\.)+[a-z]{2,}$/.test(address));
    if (bad !== undefined) return wrong(`${JSON.stringify(bad)} is not such an address`);
    return addresses.length > 0 ? ok([...new Set(addresses)]) : wrong();
  },
  toText: (value) => value.join(', '),
};

const dottedDomain = /^[a-zA-Z][a-zA-Z0-9-]*(\.[a-zA-Z][a-zA-Z0-9-]*)+$/;

/** The domain that names the repository in its identifiers, by the rule of the oai-identifier schema. */
export const identifierDomain: SettingType<string> = {
  allowed:
    'a domain name with a dot and without protocol, port or path, each part starting with a letter, such as repository.example.org',
  parse: (text) => (dottedDomain.test(text) ? ok(text) : wrong()),
  toText: (value) => value,
};

/** A licence by its address, or by its name or text, which may have several lines. */
export const rightsText: SettingType<string> = {
  allowed: 'an http or https URL, or a text of at most 10000 characters',
  parse: (text) => {
    if (/^https?:\/\/\S*$/i.test(text) && !isUri(text)) return wrong('characters other than ASCII must be percent-encoded');
    return text.length <= 10_000 ? ok(text) : wrong('it is too long');
  },
  toText: (value) => value,
};

/** A path of the file system, taken as it is. */
export const filePath: SettingType<string> = {
  allowed: 'a path',
  parse: (text) => (text.includes('\0') ? wrong() : ok(text)),
  toText: (value) => value,
};

/** The same type where there may be no value. */
export function orNothing<T>(type: SettingType<T>): SettingType<T | null> {
  return { ...type, toText: (value) => (value === null ? '' : type.toText(value)) };
}
