import type { FormatCheck } from './format-check.ts';

export const oaiDcCheck: FormatCheck = { driver: 'oai' };
