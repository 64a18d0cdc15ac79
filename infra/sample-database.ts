/**
 * Where the sample platform's PostgreSQL is, by store. No such host exists: whoever runs the sample puts the address of a
 * real database in its place, as the embedded cloud does when it reads the templates.
 */
export const sampleDatabases: Readonly<Record<string, string>> = {
  trade: 'postgresql://sample-platform.invalid/trade',
};
