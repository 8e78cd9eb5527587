/** One source file: its path from the project's root, with slashes, and its text. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** One import of a file. */
export interface Import {
  /** As written: a package's name, or a relative path. */
  readonly specifier: string;
  /** Whether the compiler erases it. */
  readonly typeOnly: boolean;
}

/** From left to right; a folder may import what stands to its left. The files of `src/` itself put the rooms together, as `app.ts` does. */
const layers = [
  ['record', 'xml'],
  ['formats', 'sets'],
  ['oai', 'storage'],
  ['publish', 'ingest'],
  ['web', 'ops'],
  ['.'],
  ['commands'],
];

/** Files of `src/` that import nothing of the program, so that everything may import them. */
const leaves = [
  'src/errors.ts',
  'src/is-uri.ts',
  'src/nearest-name.ts',
  'src/placeholder-domain.ts',
  'src/program-version.ts',
  'src/worker-url.ts',
];

/** Which files may import a package; others may not. */
const packageOwners: Readonly<Record<string, RegExp>> = {
  pg: /^src\/storage\//,
  xmlbuilder2: /^src\/xml\/element\.ts$/,
  saxes: /^src\/xml\/parse-element\.ts$/,
  express: /^src\/(web\/|app\.ts$)/,
};

const mostLines = 300;

/** Lists the imports of a TypeScript source: static, re-exporting and dynamic ones. */
export function listImports(text: string): Import[] {
  const code = withoutComments(text);
  const statements = [...code.matchAll(/^\s*(import|export)\b([^'"`;]*?)\bfrom\s*['"]([^'"]+)['"]/gm)].map(
    ([, , clause = '', specifier = '']) => ({
      specifier,
      typeOnly: /^\s+type\b(?!\s*(,|from\b))/.test(clause) || isTypesOnly(clause),
    }),
  );
  const others = [...code.matchAll(/\bimport\s*\(?\s*['"]([^'"]+)['"]/g)].map(([, specifier = '']) => ({
    specifier,
    typeOnly: false,
  }));
  return [...statements, ...others];
}

/** `import { type A, type B } from` */
function isTypesOnly(clause: string): boolean {
  const names = /^\s*\{([^}]*)\}\s*$/.exec(clause)?.[1];
  return names?.split(',').every((name) => name.trim() === '' || /^\s*type\s/.test(name)) ?? false;
}

/** Keeps strings and line ends, so that a `//` in a URL is not taken for a comment. */
function withoutComments(text: string): string {
  return text.replace(
    /('(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*")|\/\*.*?\*\/|\/\/[^\n]*/gs,
    (_, string: string | undefined) => string ?? '',
  );
}

/**
 * Checks sources against the shape of DESIGN §3: a folder imports only folders to its left, a few packages have one owner each, only
 * the configuration reads the environment, and no file is longer than 300 lines.
 *
 * @returns one line per breach; empty when all is well
 */
export function checkLayers(files: readonly SourceFile[]): string[] {
  return files.flatMap((file) => {
    const lines = file.text.trimEnd().split('\n').length;
    const breaches = lines > mostLines ? [`${file.path} has ${lines} lines`] : [];
    if (/\bprocess\.env\b/.test(withoutComments(file.text)) && !isConfig(file.path))
      breaches.push(`${file.path} reads process.env`);
    const imports = listImports(file.text);
    return [
      ...breaches,
      ...imports.filter((each) => !mayImport(file.path, each)).map(({ specifier }) => `${file.path} imports ${specifier}`),
    ];
  });
}

function mayImport(path: string, { specifier, typeOnly }: Import): boolean {
  if (!specifier.startsWith('.')) return packageOwners[packageOf(specifier)]?.test(path) ?? true;
  const target = new URL(specifier, `file:///${path}`).pathname.slice(1);
  if (!target.startsWith('src/') || leaves.includes(path)) return false;
  if (leaves.includes(target) || path === 'src/main.ts') return true;
  const [from, to] = [layerOf(path), layerOf(target)];
  if (isConfig(target)) return isConfig(path) || typeOnly || from >= layerOf('src/app.ts');
  // The configuration names its values in the words of what it configures, and needs none of the code.
  if (isConfig(path)) return typeOnly;
  if (from === -1 || to === -1) return false;
  return folderOf(path) === folderOf(target) || to < from;
}

function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

function isConfig(path: string): boolean {
  return /^src\/config(\.ts$|\/)/.test(path);
}

/** The folder of `src/` that a file is in, `.` for a file of `src/` itself. */
function folderOf(path: string): string {
  const [, folder = '', ...rest] = path.split('/');
  return rest.length === 0 ? '.' : folder;
}

function layerOf(path: string): number {
  return layers.findIndex((folders) => folders.includes(folderOf(path)));
}
