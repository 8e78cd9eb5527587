import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { findFreePort } from '../../support/postgres-cluster.ts';
import { firstPageName } from '../client/harvest.ts';
import { startChild, waitForAnswer } from './child.ts';

/** nginx with the pages of a harvest as files, the file of a page named after the token it is asked for with. */
export interface StaticServer {
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

const program = [...(process.env.PATH ?? '').split(path.delimiter), '/usr/sbin', '/usr/local/sbin']
  .map((folder) => path.join(folder, 'nginx'))
  .find((file) => existsSync(file));

/** Its version; null where it is not installed. */
export function findNginxVersion(): string | null {
  if (program === undefined) return null;
  // It tells its version on standard error.
  const text = execFileSync('sh', ['-c', '"$0" -v 2>&1', program], { encoding: 'utf8' });
  return /nginx\/(\S+)/.exec(text)?.[1] ?? 'unknown';
}

const configure = (folder: string, pages: string, port: number) => `
${process.getuid?.() === 0 ? 'user root root;' : ''}
daemon off;
master_process off;
pid ${folder}/nginx.pid;
error_log stderr crit;
events { worker_connections 1024; }
http {
  access_log off;
  default_type text/xml;
  sendfile on;
  tcp_nopush on;
  keepalive_requests 1000000000;
  open_file_cache max=100000 inactive=1h;
  open_file_cache_valid 1h;
  gzip off;
  gzip_static on;
  client_body_temp_path ${folder}/body;
  proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi;
  scgi_temp_path ${folder}/scgi;
  map $arg_resumptionToken $page { '' ${firstPageName}; default $arg_resumptionToken; }
  server {
    listen 127.0.0.1:${port};
    root ${pages};
    location = /oai { try_files /$page.xml =404; }
  }
}
`;

/** Serves a folder of saved pages; null where nginx is not installed. */
export async function startNginx(pages: string): Promise<StaticServer | null> {
  if (program === undefined) return null;
  const port = await findFreePort();
  const folder = path.join(pages, 'nginx');
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, 'nginx.conf');
  writeFileSync(file, configure(folder, pages, port));
  const child = startChild(program, ['-p', folder, '-e', 'stderr', '-c', file], {});
  const url = `http://127.0.0.1:${port}/oai`;
  try {
    await waitForAnswer(url, child);
  } catch (error) {
    await child.stop();
    throw error;
  }
  return { url, pid: child.pid, stop: child.stop };
}
