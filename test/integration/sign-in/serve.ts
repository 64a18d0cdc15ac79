/** A process that can be killed: starts sign-in in the folder given and tells its address on stdout. */
import { startSignIn } from '../../../local/sign-in/index.ts';
import { clients, users } from './people.ts';

const [dataDir = '', port = '0'] = process.argv.slice(2);
const now = () => Date.now();
const running = await startSignIn({ host: '127.0.0.1', port: Number(port), dataDir, now, clients, users });
process.stdout.write(`${JSON.stringify({ issuer: running.issuer, port: running.port })}\n`);
