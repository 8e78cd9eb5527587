import path from 'node:path';
import { fileURLToPath } from 'node:url';

const projectRoot = fileURLToPath(new URL('../../', import.meta.url));

/**
 * The folder with what the tests use but the project does not own: the XML schemas of others, and real records.
 * OAI_SHARED_DIR names it; by default it is `../shared`, next to the project.
 */
export const sharedDir = path.resolve(projectRoot, process.env.OAI_SHARED_DIR ?? '../shared');
