/**
 * Where the sample platform's PostgreSQL is, by store: for the role that reads and the one that erases. No such host exists:
 * whoever runs the sample puts the address of a real database in its place, as the embedded cloud does when it reads the
 * templates. The roles are made by `local/sample/seed-postgres.ts`.
 */
export const sampleDatabases: Readonly<
  Record<string, { readonly connection: string; readonly eraserConnection: string }>
> = {
  trade: {
    connection: 'postgresql://gatherer@sample-platform.invalid/trade',
    eraserConnection: 'postgresql://eraser@sample-platform.invalid/trade',
  },
};
