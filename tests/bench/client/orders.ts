import type { CrowdHarvested, CrowdOrder } from './crowd.ts';
import type { Harvested, HarvestOrder } from './harvest.ts';
import type { Latency, LatencyOrder, Loaded, LoadOrder } from './single-requests.ts';

/** What the client can be told to do, and what it gives back. */
export interface Orders {
  harvest: { order: HarvestOrder; result: Harvested };
  load: { order: LoadOrder; result: Loaded };
  latency: { order: LatencyOrder; result: Latency[] };
  crowd: { order: CrowdOrder; result: CrowdHarvested };
}

/** A message to the client's process. */
export interface OrderMessage {
  readonly name: keyof Orders;
  readonly order: Orders[keyof Orders]['order'];
}

/** Its answer, with what the work cost the process. */
export type ResultMessage = { readonly result: unknown; readonly cpuMs: number } | { readonly error: string };
