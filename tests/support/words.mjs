/*
 * The words that made-up records are made of. They hold what trips software up in real ones: accents, other scripts, apostrophes,
 * ampersands, angle brackets, mathematics beyond the basic plane.
 */

export const familyNames =
  `Abe|Ahmed|Andersson|Bianchi|Błaszczyk|Brown|Castro Alves|Chen|Çelik|D'Angelo|da Silva|Dvořák|Đặng|Eriksen|Fernández|Fischer|
García Márquez|Gonçalves|Gül|Haas|Hernández|Hoàng|Ibrahim|Ivanov|Jóhannsdóttir|Kaya|Kim|Kovács|Kowalczyk|Kumar|Lefèvre|Lindström|López|MacDonald|Martin|Menon|
Müller|Nakamura|Ngo|Nguyễn|Novák|O’Brien|Okafor|Öztürk|Papadopoulos|Park|Petrov|Pithouse|Popović|Rossi|Saarinen|Sánchez|Schäfer|Sharma|Smith|Sørensen|Šimić|
Takahashi|Tan|Tremblay|van der Berg|Wang|Weiß|Wójcik|Yamamoto|Yıldız|Zhang|Żuraw|Петрова|王|佐藤|عبد الله`
    .split('|')
    .map((name) => name.trim());

export const givenNames =
  `Aiko|Alejandra|Amélie|Ana María|André|Anke|Björn|Chinwe|Chloë|Daniel|Deepa|Elif|Emeka|Erzsébet|Fatima|François|Gábor|George|Giulia|
Grażyna|Hana|Håkon|Ingrid|İrem|Ivan|J. R.|Jana|Jean-Luc|João|José Luis|Julia|Kateřina|Kofi|Lars|Li|Łukasz|Luís|Mai|Małgorzata|María José|Marko|Mary Ann|Mehmet|Mei|
Nadia|Niamh|Noé|Olga|Oluwaseun|Paul|Péter|Priya|Rachel|Raúl|Renée|Sarah|Siân|Søren|Štěpán|Thị Hương|Tomás|Ulrike|Ville|Wei|Xīn|Yūki|Zoë|Наталья|明|蓮|محمد`
    .split('|')
    .map((name) => name.trim());

export const adjectives =
  `adaptive|bounded|chronic|coastal|comparative|contested|cultural|differential|early|economic|embedded|emerging|experimental|familial|formal|
gendered|genetic|global|historical|hybrid|implicit|informal|institutional|large-scale|local|long-term|low-cost|maternal|medieval|metabolic|molecular|multilingual|
nonlinear|open|participatory|post-colonial|predictive|public|quantitative|regional|robust|rural|seasonal|social|spatial|structural|sustainable|thermal|urban|visual`
    .split('|')
    .map((word) => word.trim());

export const nouns =
  `access|adaptation|agriculture|archives|biodiversity|care|catalysis|change|cities|climate|cognition|communities|corpora|curricula|data|decisions|diffusion|
disease|drought|dynamics|education|emissions|energy|enzymes|evidence|families|fisheries|forests|governance|graphene|groundwater|health|heritage|identity|inequality|
inference|infrastructure|innovation|labour|landscapes|language|learning|libraries|literacy|markets|memory|methods|migration|models|music|narratives|networks|nutrition|
pedagogy|plasticity|policy|pollution|practice|proteins|quality|reading|reform|resilience|rivers|schools|sediments|signals|soils|syntax|theatre|trade|training|trust|
vaccines|violence|water|welfare|workplaces|writing|youth`
    .split('|')
    .map((word) => word.trim());

export const verbs =
  `alters|anticipates|challenges|complicates|constrains|depends on|displaces|drives|explains|exceeds|follows|informs|limits|mediates|mirrors|outlasts|predicts|
precedes|questions|reduces|reflects|reinforces|reshapes|shapes|stabilises|supports|undermines|varies with`
    .split('|')
    .map((word) => word.trim());

/** Sentences with two places to fill; some with the characters that have to be escaped, once. */
export const sentences = [
  'We show that {a} {b}.',
  'In a sample of {n} cases, {a} {b} (p < 0.05).',
  'Drawing on {n} interviews, this article argues that {a} {b}.',
  'It has been claimed that {a} {b}; the evidence, however, is mixed.',
  'Contrary to earlier findings, {a} {b}, even when R&D spending is held constant.',
  'The effect was larger than expected (χ² = {n}, α = 0.01), which suggests that {a} {b}.',
  'Our results – obtained at ±{n} °C – confirm that {a} {b}.',
  'Both “{a}” and its opposite have been defended on the ground that it {b}.',
  'We discuss what follows for researchers, teachers & policy makers if {a} {b}.',
  'For every 𝑥 ∈ ℝⁿ with |𝑥| > {n}, the bound is tight, so that {a} {b}.',
  'Nous montrons ensuite, à partir de {n} entretiens, que l’hypothèse « {a} » doit être nuancée.',
  'Si conclude che il rapporto tra {a} e la pratica è più complesso di quanto si creda.',
];

export const titleForms = [
  '{A} {b} and {c}',
  '{A} {b}: evidence from {c}',
  'Towards {a} {b} in {c}',
  'What {b} owes to {c}',
  '“{A} {b}”? A reply',
  'A study of {a} {b} & {c}',
  '{A} {b} – {c} revisited',
  'Über {a} {b} (< 1945)',
];

export const journals = [
  {
    code: 'jes',
    title: 'Journal of Educational Structures',
    set: 'journals:jes',
    field: 'subjects:education',
    publisher: 'Example University Press',
  },
  {
    code: 'rgc',
    title: 'Revista de Geografía y Clima',
    set: 'journals:rgc',
    field: 'subjects:geography',
    publisher: 'Editorial Ejemplo, S. A.',
  },
  {
    code: 'zsl',
    title: 'Zeitschrift für Sprache & Lernen',
    set: 'journals:zsl',
    field: 'subjects:linguistics',
    publisher: 'Verlag Müller & Söhne',
  },
  {
    code: 'amt',
    title: 'Annals of Materials and Thermodynamics',
    set: 'journals:amt',
    field: 'subjects:physics',
    publisher: 'Sample Physical Society',
  },
  {
    code: 'cph',
    title: 'Cahiers de politique de l’histoire',
    set: 'journals:cph',
    field: 'subjects:history',
    publisher: 'Presses de l’Exemple',
  },
  { code: 'bio', title: 'Open Biology of Rivers', set: 'journals:bio', field: 'subjects:biology', publisher: 'Open Rivers' },
  {
    code: 'med',
    title: 'Public Health Letters',
    set: 'journals:med',
    field: 'subjects:medicine',
    publisher: 'Example Medical Association',
  },
  {
    code: 'soc',
    title: 'Families, Work & Society',
    set: 'journals:soc',
    field: 'subjects:sociology',
    publisher: 'Example University Press',
  },
];

export const affiliations = [
  'University of Example',
  'Université de l’Exemple',
  'Technische Universität Beispielstadt',
  'Universidad Nacional del Ejemplo',
  'Przykładowy Uniwersytet',
  'Örnek Üniversitesi',
  '例大学',
];

export const licences = [
  { rightsIdentifier: 'CC-BY-4.0', rightsUri: 'https://creativecommons.org/licenses/by/4.0/' },
  { rightsIdentifier: 'CC-BY-NC-4.0', rightsUri: 'https://creativecommons.org/licenses/by-nc/4.0/' },
  { rightsIdentifier: 'CC-BY-SA-4.0', rightsUri: 'https://creativecommons.org/licenses/by-sa/4.0/' },
  { rightsIdentifier: 'CC0-1.0', rightsUri: 'https://creativecommons.org/publicdomain/zero/1.0/' },
];
