import { badArgument, badToken, badVerb, protocolCase as make, type ProtocolCase } from './protocol-case.ts';

const id = 'oai%3Aan.example.org%3A1';
const list = 'verb=ListRecords&metadataPrefix=oai_dc';

/** The verb itself. */
export const verbCases: readonly ProtocolCase[] = [
  make('asks for a verb where there is no argument [A-01] [H-09]', '', badVerb),
  make('asks for a verb where it is empty [A-01]', 'verb=', badVerb),
  make('knows verbs only as they are spelled [A-01]', 'verb=identify', badVerb),
  make('takes no blank for part of a verb [A-01]', 'verb=Identify%20', badVerb),
  make('takes no plus sign for part of a verb [A-01]', 'verb=+Identify', badVerb),
  make('refuses a verb given twice, though equal [A-01]', 'verb=Identify&verb=Identify', badVerb),
  make('refuses a verb given twice, once empty [A-01]', 'verb=Identify&verb=', badVerb),
  make('refuses a request of other arguments alone [A-01]', 'junk', badVerb),
  make('refuses a verb that is none [A-01] [E-01]', 'verb=junk', badVerb),
  make('does not look further after a bad verb [A-12]', 'verb=junk&from=junk&foo=1', badVerb),
  make('takes the name of the verb argument as it is spelled [A-01] [A-08]', 'Verb=Identify', badVerb),
  make('does not take a property of every object for a verb [A-01]', 'verb=constructor', badVerb),
  make('does not take __proto__ for a verb [A-01]', 'verb=__proto__', badVerb),
  make('refuses a verb with a character that XML does not allow [A-01] [X-14]', 'verb=%00', badVerb),
  make('refuses a verb that is not UTF-8 [A-01] [X-14]', 'verb=%FF', badVerb),
  make('passes over empty pairs between arguments [A-01]', '&verb=Identify&&', { verb: 'Identify' }),
  make('decodes an escaped verb [H-05]', '%76erb=%49dentify', { verb: 'Identify' }),
];

/** Which arguments there are. */
export const nameCases: readonly ProtocolCase[] = [
  make('refuses an argument that no verb has [A-02]', 'verb=Identify&foo=1', badArgument),
  make('refuses an argument of another verb with ListSets [A-02]', 'verb=ListSets&metadataPrefix=oai_dc', badArgument),
  make('refuses an argument of another verb with Identify [A-02]', `verb=Identify&identifier=${id}`, badArgument),
  make(
    'refuses an argument of another verb with GetRecord [A-02]',
    `verb=GetRecord&identifier=${id}&metadataPrefix=oai_dc&set=s`,
    badArgument,
  ),
  make('refuses an argument of another verb with ListRecords [A-02]', `${list}&identifier=${id}`, badArgument),
  make('refuses a resumptionToken with Identify [A-02]', 'verb=Identify&resumptionToken=x', badArgument),
  make(
    'refuses a resumptionToken with ListMetadataFormats, which is never in pieces [A-02] [F-10]',
    'verb=ListMetadataFormats&resumptionToken=x',
    badArgument,
  ),
  make('refuses an argument without a name [A-02]', 'verb=Identify&=1', badArgument),
  make('refuses __proto__ as an argument [A-02]', 'verb=Identify&__proto__=1', badArgument),
  make('refuses an argument whose name is not UTF-8 [A-02] [X-14]', 'verb=Identify&%FF=1', badArgument),
  make('refuses a set given twice [A-03]', `${list}&set=s&set=u`, badArgument),
  make('refuses a metadataPrefix given twice, though equal [A-03]', `${list}&metadataPrefix=oai_dc`, badArgument),
  make('refuses an identifier given twice [A-03]', `verb=ListMetadataFormats&identifier=${id}&identifier=${id}`, badArgument),
  make('refuses a from given twice [A-03]', `${list}&from=2020-01-01&from=2020-01-02`, badArgument),
  make('refuses ListRecords without metadataPrefix [A-04] [R-01]', 'verb=ListRecords', badArgument),
  make('refuses ListIdentifiers without metadataPrefix [A-04] [R-01]', 'verb=ListIdentifiers', badArgument),
  make('refuses GetRecord without an identifier [A-04] [G-01]', 'verb=GetRecord&metadataPrefix=oai_dc', badArgument),
  make('refuses GetRecord without a metadataPrefix [A-04] [G-01]', `verb=GetRecord&identifier=${id}`, badArgument),
  make('reports both arguments that GetRecord lacks [A-04] [A-09]', 'verb=GetRecord', { errors: ['badArgument', 'badArgument'] }),
  make('refuses a token beside a metadataPrefix [A-05]', `${list}&resumptionToken=x`, badArgument),
  make(
    'refuses a token beside until, also for ListIdentifiers [A-05]',
    'verb=ListIdentifiers&resumptionToken=x&until=2020-01-01',
    {
      errors: ['badArgument'],
    },
  ),
  make('takes argument names as they are spelled [A-08]', 'verb=ListRecords&metadataprefix=oai_dc', {
    errors: ['badArgument', 'badArgument'],
  }),
  make('reports every error it finds, one element each [A-09] [E-01] [E-02]', 'verb=ListRecords&foo=1&bar=2', {
    errors: ['badArgument', 'badArgument', 'badArgument'],
  }),
  make('stops at the arguments when they are wrong, before their values [A-12]', `${list}&foo=1&from=junk&set=a/b`, badArgument),
];

const emptyValues: readonly ProtocolCase[] = [
  ...['set', 'from', 'until'].map((name) => make(`refuses an empty ${name} in a list [A-07]`, `${list}&${name}=`, badArgument)),
  make('refuses an empty metadataPrefix [A-07]', 'verb=ListRecords&metadataPrefix=', badArgument),
  make('refuses an empty identifier of GetRecord [A-07]', 'verb=GetRecord&identifier=&metadataPrefix=oai_dc', badArgument),
  make('refuses an empty identifier of ListMetadataFormats [A-07]', 'verb=ListMetadataFormats&identifier=', badArgument),
  make('refuses an empty token of ListRecords [A-07]', 'verb=ListRecords&resumptionToken=', badArgument),
  make('refuses an empty token of ListIdentifiers [A-07]', 'verb=ListIdentifiers&resumptionToken=', badArgument),
  make('refuses an empty token of ListSets [A-07]', 'verb=ListSets&resumptionToken=', badArgument),
  make('refuses an argument without a value at all [A-07]', `${list}&set`, badArgument),
];

const badSetSpecs = [
  'a/b',
  's:',
  ':s',
  's::t',
  's%3A%3At',
  'a%20b',
  's+t',
  '%C3%A9',
  'a%25b',
  's%0A',
  '%3Cs%3E',
  's,t',
  `${'s'.repeat(300)}`,
];
const badPrefixes = ['oai:dc', 'oai%20dc', 'oai_dc%0A', 'oai/dc', '%C3%A9', '%22', '*%3Cb%3E'];

/** What the values may be. */
export const valueCases: readonly ProtocolCase[] = [
  ...emptyValues,
  ...badSetSpecs.map((value) => make(`refuses the set ${value.slice(0, 12)} [A-06] [S-01]`, `${list}&set=${value}`, badArgument)),
  ...badPrefixes.map((value) =>
    make(`refuses the metadataPrefix ${value} [A-06] [F-07]`, `verb=ListRecords&metadataPrefix=${value}`, badArgument),
  ),
  make('takes a decoded value once: %2573 is %73, which is no set [H-05]', `${list}&set=%2573`, badArgument),
  ...['%00', '%FF', '%ED%A0%80', '%EF%BF%BE', '%C0%AF', 'a%01b'].map((value) =>
    make(
      `refuses the identifier ${value}, which XML cannot carry [X-14]`,
      `verb=GetRecord&identifier=${value}&metadataPrefix=oai_dc`,
      badArgument,
    ),
  ),
  make('reports the illegal values of several arguments [A-09] [E-02]', `${list}&set=a/b&from=junk`, {
    errors: ['badArgument', 'badArgument'],
  }),
  make('refuses a token that was never issued by ListRecords [T-s]', 'verb=ListRecords&resumptionToken=junk', badToken),
  make('refuses a token that was never issued by ListIdentifiers [T-s]', 'verb=ListIdentifiers&resumptionToken=junk', badToken),
  make('refuses a token that was never issued by ListSets [T-s]', 'verb=ListSets&resumptionToken=junk', badToken),
  make('refuses a token of 8,000 characters [T-s]', `verb=ListRecords&resumptionToken=${'x'.repeat(8000)}`, badToken),
];
