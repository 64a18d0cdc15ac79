/** Loaded into every function's worker before its own code: leads the SDK's clients to the addresses in this module's query. */
for (const [variable, url] of new URL(import.meta.url).searchParams) process.env[variable] = url;
