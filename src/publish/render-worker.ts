import type { StoredRecord } from '../storage/records.ts';
import { type RenderContext, type Rendering, renderRecord } from './render-record.ts';

/** What a worker thread is given: records, and what they are rendered with. */
export interface RenderTask {
  readonly records: readonly StoredRecord[];
  readonly context: RenderContext;
}

/** The worker thread's whole job. */
export default function renderTask({ records, context }: RenderTask): Rendering[] {
  return records.map((record) => renderRecord(record, context));
}
