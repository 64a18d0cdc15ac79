/** The embedded cloud in a process of its own, to be killed: says in one line where it is, then runs until it is. */
import { startEmbeddedCloud } from '../../local/embedded-cloud.ts';

const [, , dataDir = '', port = '0'] = process.argv;
const assembly = process.env.SYNTHESISED_APP;
const cloud = await startEmbeddedCloud({
  dataDir,
  port: Number(port),
  sample: 'default',
  log: () => undefined,
  ...(assembly === undefined ? {} : { assembly }),
});
const { url, mailboxUrl, endpoints, resources } = cloud;
process.stdout.write(`${JSON.stringify({ url, mailboxUrl, endpoints, resources })}\n`);
