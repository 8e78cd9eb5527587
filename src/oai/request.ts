import { isSetSpec } from '../sets/set-spec.ts';
import type { RawArgument } from './arguments.ts';
import { type DateBound, type Granularity, parseDateBound } from './datestamp.ts';
import { makeOaiError, type OaiError } from './errors.ts';
import type { ListToken, SetsToken, TokenCodec } from './token.ts';

/** What a list is asked for by: its arguments, or the token that continues it. */
export interface ListRequest {
  readonly verb: 'ListIdentifiers' | 'ListRecords';
  readonly metadataPrefix: string;
  readonly from: string | null;
  readonly until: string | null;
  readonly set: string | null;
  readonly token: ListToken | null;
}

/** A request whose arguments are legal. */
export type Request =
  | { readonly verb: 'Identify' }
  | { readonly verb: 'ListMetadataFormats'; readonly identifier: string | null }
  | { readonly verb: 'ListSets'; readonly token: SetsToken | null }
  | { readonly verb: 'GetRecord'; readonly identifier: string; readonly metadataPrefix: string }
  | ListRequest;

export type Verb = Request['verb'];

/** Arguments of a request by name, as the `request` element echoes them. */
export type Echo = Readonly<Record<string, string>>;

/** A request understood, or the errors that say why not, with what of it may be echoed. */
export type ParsedRequest =
  | { readonly ok: true; readonly request: Request; readonly echo: Echo }
  | { readonly ok: false; readonly errors: readonly OaiError[]; readonly echo: Echo };

interface ArgumentRules {
  readonly required: readonly string[];
  readonly optional: readonly string[];
  readonly exclusive: boolean;
}

const listArguments: ArgumentRules = { required: ['metadataPrefix'], optional: ['from', 'until', 'set'], exclusive: true };

/** The arguments of each verb (OAI-PMH 2.0 §4); `exclusive` says that it also takes a resumptionToken, alone. */
const verbs: Readonly<Record<Verb, ArgumentRules>> = {
  Identify: { required: [], optional: [], exclusive: false },
  ListMetadataFormats: { required: [], optional: ['identifier'], exclusive: false },
  ListSets: { required: [], optional: [], exclusive: true },
  ListIdentifiers: listArguments,
  ListRecords: listArguments,
  GetRecord: { required: ['identifier', 'metadataPrefix'], optional: [], exclusive: false },
};

const illegalInXml = /[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;
const metadataPrefixPattern = /^[A-Za-z0-9\-_.!~*'()]+$/;

/**
 * Parses the arguments of one request in the order of the conformance rule A-12: the verb; then unknown, repeated, missing and exclusive
 * arguments; then each value's syntax; then the token. The first group with errors ends it and all its errors are reported, so that nothing illegal
 * is ever echoed.
 */
export function parseRequest(raw: readonly RawArgument[], granularity: Granularity, tokens: TokenCodec): ParsedRequest {
  const verb = parseVerb(raw);
  if (verb === null) return { ok: false, errors: [makeOaiError('badVerb')], echo: {} };
  const given = raw.filter((argument) => argument.name !== 'verb');
  const nameErrors = checkNames(verb, given);
  if (nameErrors.length > 0) return { ok: false, errors: nameErrors, echo: {} };
  const values = Object.fromEntries(given.map(({ name, value }) => [name, value])) as Record<string, string | null>;
  const syntaxErrors = checkValues(values, granularity);
  if (syntaxErrors.length > 0) return { ok: false, errors: syntaxErrors, echo: {} };
  const echo: Echo = { verb, ...(values as Record<string, string>) };
  return toRequest(verb, echo, tokens);
}

function parseVerb(raw: readonly RawArgument[]): Verb | null {
  const given = raw.filter((argument) => argument.name === 'verb');
  const value = given[0]?.value;
  return given.length === 1 && typeof value === 'string' && Object.hasOwn(verbs, value) ? (value as Verb) : null;
}

function checkNames(verb: Verb, given: readonly RawArgument[]): OaiError[] {
  const { required, optional, exclusive } = verbs[verb];
  const names = given.map((argument) => argument.name);
  const allowed = [...required, ...optional, ...(exclusive ? ['resumptionToken'] : [])];
  const errors: OaiError[] = [];
  for (const name of new Set(names)) {
    if (name === null) errors.push(badArgument('An argument name is not UTF-8 text.'));
    else if (!allowed.includes(name))
      errors.push(badArgument(`${verb} has no argument ${shorten(name)}.${suggest(name, allowed)}`));
    else if (names.filter((other) => other === name).length > 1)
      errors.push(badArgument(`The argument ${name} is given more than once.`));
  }
  if (exclusive && names.includes('resumptionToken')) {
    const others = new Set(names.filter((name) => name !== null && name !== 'resumptionToken' && allowed.includes(name)));
    if (others.size > 0) {
      errors.push(
        badArgument(
          `A resumptionToken comes alone: it already holds ${[...others].join(', ')}. Send only verb and resumptionToken.`,
        ),
      );
    }
    return errors;
  }
  for (const name of required) if (!names.includes(name)) errors.push(badArgument(`${verb} needs the argument ${name}.`));
  return errors;
}

function checkValues(values: Readonly<Record<string, string | null>>, granularity: Granularity): OaiError[] {
  const errors: OaiError[] = [];
  for (const [name, value] of Object.entries(values)) {
    if (value === null) errors.push(badArgument(`The value of ${name} is not UTF-8 text.`));
    else if (value === '') errors.push(badArgument(`The argument ${name} is empty.`));
    else if (illegalInXml.test(value)) errors.push(badArgument(`The value of ${name} has a character that XML does not allow.`));
  }
  if (errors.length > 0) return errors;
  if (values.metadataPrefix && !metadataPrefixPattern.test(values.metadataPrefix)) {
    errors.push(badArgument("A metadataPrefix has only letters, digits and - _ . ! ~ * ' ( )."));
  }
  if (values.set && !isSetSpec(values.set)) {
    errors.push(badArgument("A set has only letters, digits and - _ . ! ~ * ' ( ), in parts joined by a colon."));
  }
  return [...errors, ...checkDates(values.from ?? null, values.until ?? null, granularity)];
}

function checkDates(fromValue: string | null, untilValue: string | null, granularity: Granularity): OaiError[] {
  const from = fromValue === null ? null : parseDateBound(fromValue, 'from');
  const until = untilValue === null ? null : parseDateBound(untilValue, 'until');
  const errors = [...checkDate('from', fromValue, from, granularity), ...checkDate('until', untilValue, until, granularity)];
  if (from !== null && until !== null && from.isDay !== until.isDay) {
    errors.push(badArgument('from and until must have the same granularity: both a day, or both a day with time.'));
  } else if (errors.length === 0 && from !== null && until !== null && from.datestamp > until.datestamp) {
    errors.push(badArgument(`from (${fromValue}) is later than until (${untilValue}).`));
  }
  return errors;
}

function checkDate(name: string, value: string | null, bound: DateBound | null, granularity: Granularity): OaiError[] {
  if (value === null) return [];
  if (bound === null) {
    const forms = granularity === 'YYYY-MM-DD' ? 'YYYY-MM-DD' : 'YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ';
    return [badArgument(`The value of ${name} is not a date of the form ${forms}.`)];
  }
  return !bound.isDay && granularity === 'YYYY-MM-DD'
    ? [badArgument(`The value of ${name} is finer than this repository's granularity, YYYY-MM-DD.`)]
    : [];
}

function toRequest(verb: Verb, echo: Echo, tokens: TokenCodec): ParsedRequest {
  const ok = (request: Request): ParsedRequest => ({ ok: true, request, echo });
  const badToken: ParsedRequest = { ok: false, errors: [makeOaiError('badResumptionToken')], echo };
  const { resumptionToken } = echo;
  switch (verb) {
    case 'Identify':
      return ok({ verb });
    case 'ListMetadataFormats':
      return ok({ verb, identifier: echo.identifier ?? null });
    case 'GetRecord':
      return ok({ verb, identifier: echo.identifier!, metadataPrefix: echo.metadataPrefix! });
    case 'ListSets': {
      const token = resumptionToken === undefined ? null : tokens.parse(resumptionToken, verb);
      return resumptionToken !== undefined && token === null ? badToken : ok({ verb, token: token as SetsToken | null });
    }
    default: {
      if (resumptionToken === undefined) return ok({ verb, ...toSelection(echo), token: null });
      const token = tokens.parse(resumptionToken, verb) as ListToken | null;
      if (token === null) return badToken;
      return ok({ verb, metadataPrefix: token.metadataPrefix, from: null, until: token.until, set: token.set, token });
    }
  }
}

function toSelection(echo: Echo): Pick<ListRequest, 'metadataPrefix' | 'from' | 'until' | 'set'> {
  return {
    metadataPrefix: echo.metadataPrefix!,
    from: echo.from === undefined ? null : parseDateBound(echo.from, 'from')!.datestamp,
    until: echo.until === undefined ? null : parseDateBound(echo.until, 'until')!.datestamp,
    set: echo.set ?? null,
  };
}

const badArgument = (message: string): OaiError => makeOaiError('badArgument', message);

const shorten = (name: string): string => JSON.stringify(name.length > 60 ? `${name.slice(0, 60)}…` : name);

function suggest(name: string, allowed: readonly string[]): string {
  const alike = allowed.find((other) => other.toLowerCase() === name.toLowerCase());
  return alike === undefined ? '' : ` Argument names are case-sensitive: ${alike}.`;
}
