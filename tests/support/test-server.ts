/** The database server of the whole suite: made once by global-setup.ts, handed to every test file. */
export type TestServer =
  | {
      readonly kind: 'postgres';
      /** A connection URL whose user may create databases. */
      readonly url: string;
      /** The name of the migrated database that each test file's own is cloned from. */
      readonly template: string;
    }
  | {
      readonly kind: 'embedded';
      /** A migrated PGlite data directory that each test file's own is copied from. */
      readonly template: string;
    };

declare module 'vitest' {
  export interface ProvidedContext {
    testServer: TestServer;
  }
}
