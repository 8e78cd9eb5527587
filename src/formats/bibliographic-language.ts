import { findLanguageTag, toLanguageCode } from './language.ts';

/** ISO 639-2: the bibliographic code, then the terminological one where it is another, then the code of ISO 639-1 where there is one. */
const codes = `
aar/aa abk/ab ace ach ada ady afa afh afr/af ain aka/ak akk alb/sqi/sq ale alg alt amh/am ang anp apa ara/ar arc arg/an
arm/hye/hy arn arp art arw asm/as ast ath aus ava/av ave/ae awa aym/ay aze/az bad bai bak/ba bal bam/bm ban baq/eus/eu bas
bat bej bel/be bem ben/bn ber bho bih/bh bik bin bis/bi bla bnt bos/bs bra bre/br btk bua bug bul/bg bur/mya/my byn cad cai
car cat/ca cau ceb cel cha/ch chb che/ce chg chi/zho/zh chk chm chn cho chp chr chu/cu chv/cv chy cmc cnr cop cor/kw cos/co
cpe cpf cpp cre/cr crh crp csb cus cze/ces/cs dak dan/da dar day del den dgr din div/dv doi dra dsb dua dum dut/nld/nl dyu
dzo/dz efi egy eka elx eng/en enm epo/eo est/et ewe/ee ewo fan fao/fo fat fij/fj fil fin/fi fiu fon fre/fra/fr frm fro frr
frs fry/fy ful/ff fur gaa gay gba gem geo/kat/ka ger/deu/de gez gil gla/gd gle/ga glg/gl glv/gv gmh goh gon gor got grb grc
gre/ell/el grn/gn gsw guj/gu gwi hai hat/ht hau/ha haw heb/he her/hz hil him hin/hi hit hmn hmo/ho hrv/hr hsb hun/hu hup iba
ibo/ig ice/isl/is ido/io iii/ii ijo iku/iu ile/ie ilo ina/ia inc ind/id ine inh ipk/ik ira iro ita/it jav/jv jbo jpn/ja jpr
jrb kaa kab kac kal/kl kam kan/kn kar kas/ks kau/kr kaw kaz/kk kbd kha khi khm/km kho kik/ki kin/rw kir/ky kmb kok kom/kv
kon/kg kor/ko kos kpe krc krl kro kru kua/kj kum kur/ku kut lad lah lam lao/lo lat/la lav/lv lez lim/li lin/ln lit/lt lol loz
ltz/lb lua lub/lu lug/lg lui lun luo lus mac/mkd/mk mad mag mah/mh mai mak mal/ml man mao/mri/mi map mar/mr mas may/msa/ms
mdf mdr men mga mic min mkh mlg/mg mlt/mt mnc mni mno moh mon/mn mos mun mus mwl mwr myn myv nah nai nap nau/na nav/nv nbl/nr
nde/nd ndo/ng nds nep/ne new nia nic niu nno/nn nob/nb nog non nor/no nqo nso nub nwc nya/ny nym nyn nyo nzi oci/oc oji/oj
ori/or orm/om osa oss/os ota oto paa pag pal pam pan/pa pap pau peo per/fas/fa phi phn pli/pi pol/pl pon por/pt pra pro
pus/ps que/qu raj rap rar roa roh/rm rom rum/ron/ro run/rn rup rus/ru sad sag/sg sah sai sal sam san/sa sas sat scn sco sel
sem sga sgn shn sid sin/si sio sit sla slo/slk/sk slv/sl sma sme/se smi smj smn smo/sm sms sna/sn snd/sd snk sog som/so son
sot/st spa/es srd/sc srn srp/sr srr ssa ssw/ss suk sun/su sus sux swa/sw swe/sv syc syr tah/ty tai tam/ta tat/tt tel/te tem
ter tet tgk/tg tgl/tl tha/th tib/bod/bo tig tir/ti tiv tkl tlh tli tmh tog ton/to tpi tsi tsn/tn tso/ts tuk/tk tum tup tur/tr
tut tvl twi/tw tyv udm uga uig/ug ukr/uk umb urd/ur uzb/uz vai ven/ve vie/vi vol/vo vot wak wal war was wel/cym/cy wen wln/wa
wol/wo xal xho/xh yao yap yid/yi yor/yo ypk zap zbl zen zgh zha/za znd zul/zu zun zza
`;

const bibliographicCodes: ReadonlyMap<string, string> = new Map(
  codes
    .trim()
    .split(/\s+/)
    .flatMap((entry) => entry.split('/').map((code, _, [bibliographic = code]) => [code, bibliographic] as const)),
);

/**
 * The ISO 639-2/B code, which libraries use, of a language given as code, tag or name: `de`, `deu`, `de-AT` and `German` are
 * `ger`. Null for a language that has none there, or that is not known here.
 */
export function findBibliographicCode(text: string): string | null {
  return findCode(toLanguageCode(text)) ?? findCode(/^([A-Za-z]{2,3})[-_]/.exec(text)?.[1] ?? '');
}

function findCode(text: string): string | null {
  return text.length === 2 || text.length === 3 ? (bibliographicCodes.get(text.toLowerCase()) ?? null) : null;
}

/** How a catalogue says a language: by its code, by a tag that says more than the code does or stands for it, or in words. */
export interface CataloguedLanguage {
  /** ISO 639-2/B. */
  readonly code?: string;
  /** RFC 5646. */
  readonly tag?: string;
  readonly words?: string;
}

/** A language as a catalogue says it; words are those of the record, and only where they are not just the code. */
export function toCataloguedLanguage(text: string): CataloguedLanguage {
  const code = findBibliographicCode(text);
  const tag = findLanguageTag(text);
  const isName = text.length > 3 && !/[-_]/.test(text);
  if (code === null) return tag === null ? { words: text } : { tag };
  if (isName) return { code, words: text };
  return tag?.includes('-') ? { code, tag } : { code };
}
