import { badArgument, type Expected, protocolCase as make, noRecords, type ProtocolCase } from './protocol-case.ts';

const list = 'verb=ListIdentifiers&metadataPrefix=oai_dc';
const none = { empty: noRecords } as const;
/** A whole list, which an empty repository does not have. */
const whole: Expected = { page: 100, of: 255 };

const badForms = [
  '2020',
  '2020-01',
  '2020-1-1',
  '20200101',
  '2020-02-30',
  '2025-02-30',
  '2019-02-29',
  '1900-02-29',
  '2020-00-10',
  '2020-13-01',
  '2020-01-00',
  '2020-04-31',
  '0000-01-01',
  '-2020-01-01',
  '12020-01-01',
  '2020-01-01Z',
  '2020-01-01T10Z',
  '2020-01-01T10:00Z',
  '2020-01-01T10:00:00',
  '2020-01-01T10:00:00%2B00:00',
  '2020-01-01T10:00:00+00:00',
  '2020-01-01T10:00:00.5Z',
  '2020-01-01T10:00:00z',
  '2020-01-01t10:00:00Z',
  '2020-01-01 10:00:00Z',
  '2020-01-01T24:00:00Z',
  '2020-01-01T23:60:00Z',
  '2020-01-01T23:59:60Z',
  '2020-02-30T10:00:00Z',
  '%202020-01-01',
  '2020-01-01%20',
  '2020-01-01%0A',
  '٢٠٢٠-01-01',
  'junk',
];

const toQuery = (form: string) => form.replaceAll(' ', '%20').replace(/[^\x20-\x7e]+/g, (text) => encodeURIComponent(text));

/** Forms of dates [D-04]. */
export const dateFormCases: readonly ProtocolCase[] = [
  ...badForms.map((form) => make(`refuses from=${form} [D-04]`, `${list}&from=${toQuery(form)}`, badArgument)),
  ...badForms.map((form) => make(`refuses until=${form} [D-04]`, `${list}&until=${toQuery(form)}`, badArgument)),
  make('accepts days [D-03]', `${list}&from=2020-01-01&until=2020-01-02`, { ids: [1, 2, 3] }, none),
  make('accepts the leap day of 2020 [D-04]', `${list}&from=2020-02-29`, { page: 100, of: 151 }, none),
  make('accepts the leap day of 2000 [D-04]', `${list}&from=2000-02-29`, whole, none),
  make(
    'accepts seconds where the granularity is seconds [D-03]',
    `${list}&until=2020-01-01T23:59:58Z`,
    { ids: [1] },
    {
      day: badArgument,
      empty: noRecords,
    },
  ),
  make('refuses bounds of two granularities [D-05]', `${list}&from=2002-02-05&until=2002-02-06T05:35:00Z`, {
    oneOf: ['badArgument'],
  }),
  make('refuses bounds of two granularities the other way round [D-05]', `${list}&from=2002-02-05T05:35:00Z&until=2002-02-06`, {
    oneOf: ['badArgument'],
  }),
];

/** Seconds are finer than days: a bound of them is refused there, each one for itself. */
const finer = { day: badArgument, empty: noRecords } as const;
const bothFiner = { day: { errors: ['badArgument', 'badArgument'] }, empty: noRecords } as const;

/** What the bounds select [D-06 to D-12]. */
export const dateBoundCases: readonly ProtocolCase[] = [
  make('covers the whole last day of until [D-07] [D-06]', `${list}&from=2020-01-01&until=2020-01-01`, { ids: [1, 2] }, none),
  make('starts from at the first second of its day [D-07]', `${list}&from=2020-01-02&until=2020-01-02`, { ids: [3] }, none),
  make('gives only what lies on that day [D-07]', `${list}&from=2020-01-04&until=2020-01-31`, noRecords),
  make(
    'takes both bounds inclusive, to the second [D-06] [D-10]',
    `${list}&from=2020-01-01T23:59:59Z&until=2020-01-01T23:59:59Z`,
    {
      ids: [2],
    },
    bothFiner,
  ),
  make('takes until inclusive [D-06]', `${list}&until=2020-01-01T23:59:59Z`, { ids: [1, 2] }, finer),
  make(
    'gives nothing of the second before [D-06]',
    `${list}&from=2020-01-01T00:00:01Z&until=2020-01-01T23:59:58Z`,
    noRecords,
    bothFiner,
  ),
  make('refuses a from after until, in days [D-09]', `${list}&from=2020-01-02&until=2020-01-01`, badArgument),
  make(
    'refuses a from after until, in seconds [D-09]',
    `${list}&from=2020-01-01T00:00:01Z&until=2020-01-01T00:00:00Z`,
    {
      oneOf: ['badArgument'],
    },
    { day: { errors: ['badArgument', 'badArgument'] } },
  ),
  make('takes from = until for a day [D-10]', `${list}&from=2020-01-03&until=2020-01-03`, { ids: [4] }, none),
  make('takes a from before the earliest datestamp for a bound like any [D-11]', `${list}&from=1990-01-01`, whole, none),
  make('takes an until in the future for a bound like any [D-11]', `${list}&until=2999-12-31`, whole, none),
  make('finds nothing from the future on [D-11]', `${list}&from=2999-12-31`, noRecords),
  make('finds nothing until before the earliest datestamp [D-11] [I-06]', `${list}&until=2019-01-01`, noRecords),
  make('takes the first day there is [D-12]', `${list}&from=0001-01-01`, whole, none),
  make('takes the last day there is [D-12]', `${list}&until=9999-12-31`, whole, none),
  make('takes both ends of time together [D-12]', `${list}&from=0001-01-01&until=9999-12-31`, whole, none),
  make('finds nothing from the last day on [D-12]', `${list}&from=9999-12-31`, noRecords),
  make('finds nothing until the first day [D-12]', `${list}&until=0001-01-01`, noRecords),
  make('takes the last second there is [D-12]', `${list}&until=9999-12-31T23:59:59Z`, whole, finer),
];
