import { readFileSync } from 'node:fs';

const guide = readFileSync(new URL('../../docs/operating.md', import.meta.url), 'utf8');

/** The block of code in docs/operating.md that has this text in it. @throws Error when there is none */
export function getGuideBlock(language: 'sql' | 'sh', containing: string): string {
  const blocks = [...guide.matchAll(new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, 'gs'))].map(([, code]) => code!);
  const found = blocks.find((code) => code.includes(containing));
  if (found === undefined) throw new Error(`docs/operating.md has no ${language} block with "${containing}".`);
  return found;
}
