/** `work-process.ts gather|export|erase <records>`: does that work and prints the most memory the process ever held, in MiB. */
import { erasePlayed } from './erase-played.ts';
import { buildPlayedPackage, gatherPlayed } from './played-request.ts';

const [work, records] = process.argv.slice(2);
if (work === 'gather') await gatherPlayed(Number(records));
else if (work === 'erase') await erasePlayed(Number(records));
else await buildPlayedPackage(Number(records), () => undefined);
process.stdout.write(String(process.resourceUsage().maxRSS / 1024));
