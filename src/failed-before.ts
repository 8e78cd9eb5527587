// Each of a thousand bytes or so.
const mostFailures = 10_000;
const failureMs = 600_000;

/** What failed within the last ten minutes, by names. */
export interface FailedBefore {
  /** Why it failed; null for what did not, or longer ago. */
  find(name: string): string | null;
  note(name: string, fault: string): void;
  forget(name: string): void;
}

/** Makes a memory of what failed, so that it is not tried again where it could not be kept. */
export function makeFailedBefore(): FailedBefore {
  // The oldest first.
  const failures = new Map<string, { readonly fault: string; readonly until: number }>();
  return {
    find: (name) => {
      const failure = failures.get(name);
      return failure !== undefined && failure.until > performance.now() ? failure.fault : null;
    },
    note: (name, fault) => {
      failures.delete(name);
      failures.set(name, { fault, until: performance.now() + failureMs });
      if (failures.size > mostFailures) failures.delete(failures.keys().next().value!);
    },
    forget: (name) => {
      failures.delete(name);
    },
  };
}
