/** A parent that can be killed: starts DynamoDB in the folder given and tells its address on stdout. */
import { startDynamoDb } from '../../../local/dynamodb/index.ts';

const [dataDir = '', port = '0'] = process.argv.slice(2);
const running = await startDynamoDb({ host: '127.0.0.1', port: Number(port), dataDir, now: () => Date.now() });
process.stdout.write(`${JSON.stringify({ url: running.url, port: running.port })}\n`);
