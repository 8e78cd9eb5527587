/** What the first process tells a worker. */
export type WorkerOrder =
  /** Publish under this name: no other worker does. */
  | { readonly order: 'publish'; readonly name: string }
  /** Others have taken over: finish what is in hand, however slow a client is, and give those that are about to ask again their answer. */
  | { readonly order: 'drain' }
  /** The whole server ends: finish what is in hand within the time limit. */
  | { readonly order: 'stop' };

/** What a worker tells the first process. */
export type WorkerReport =
  /** It answers requests, at this URL. */
  | { readonly report: 'serving'; readonly url: string }
  /** It has stopped publishing and will not begin again. */
  | { readonly report: 'left' };
