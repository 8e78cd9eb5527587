/** What an element may be that comes from outside the program: from a document, or from somebody else's format. */
export const elementLimits = {
  /** Elements within each other. `renderElement` is recursive, and bears 3,500 on the main thread's stack of 984 KB. */
  depth: 500,
  /** Elements, attributes and texts of a document together: so many take 400 MB and nearly a second to render. */
  parts: 500_000,
  /** Bytes of a document; and characters of all names, values and texts. No page may have 100 MB. */
  bytes: 20_000_000,
} as const;
