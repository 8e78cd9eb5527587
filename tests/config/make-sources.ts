import type { ConfigSources } from '../../src/config.ts';

/** Sources of settings for a test: an environment, files by path, and eight cores. */
export function makeSources(env: ConfigSources['env'] = {}, files: Readonly<Record<string, string>> = {}): ConfigSources {
  const readFile = (path: string): string => {
    const text = files[path];
    if (text === undefined) throw new Error(`ENOENT: no such file, open '${path}'`);
    return text;
  };
  return { env, readFile, cores: 8 };
}
