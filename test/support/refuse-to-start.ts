/**
 * Loaded into every function's worker before its own code: while the marker file exists, no function starts, as when
 * something all of them need is gone. The file's path is this module's query.
 */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const marker = new URL(import.meta.url).searchParams.get('marker');
if (!marker) throw new Error('refuse-to-start.ts is loaded with ?marker=<file URL>');
if (existsSync(fileURLToPath(marker))) throw new Error('made not to start');
