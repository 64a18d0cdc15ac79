import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { EmbeddedCloud } from '../../../local/embedded-cloud.ts';
import { synthesiseFixture } from './fixture/app.ts';

type Where = Pick<EmbeddedCloud, 'url' | 'endpoints' | 'resources'>;

const account = { region: 'eu-central-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
const recorded = new Set<string>();
let folder: string;
let outside: Server;
let child: ChildProcess | undefined;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'embedded-cloud-kill-'));
  outside = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const event = JSON.parse(Buffer.concat(chunks).toString());
    for (const record of event.Records ?? []) recorded.add(record.dynamodb.Keys.sk.S);
    response.end();
  });
  await new Promise<void>((resolve) => outside.listen(0, 'localhost', resolve));
  const address = `http://localhost:${(outside.address() as AddressInfo).port}`;
  synthesiseFixture({ outdir: join(folder, 'cdk.out'), sink: address, issuer: address });
});

afterAll(() => {
  child?.kill('SIGKILL');
  outside.close();
  rmSync(folder, { recursive: true, force: true });
});

async function start(): Promise<Where> {
  const runner = join(import.meta.dirname, 'fixture/run.ts');
  child = spawn(process.execPath, [runner, join(folder, 'data'), join(folder, 'cdk.out')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (!child.stdout) throw new Error('the child has no output');
  for await (const line of createInterface({ input: child.stdout })) return JSON.parse(line) as Where;
  throw new Error('the child ended before it was up');
}

async function kill(): Promise<void> {
  const gone = new Promise((resolve) => child?.once('exit', resolve));
  child?.kill('SIGKILL');
  await gone;
}

it('carries on after kill -9: every written record reaches its function, every execution ends', async () => {
  const names = Array.from({ length: 40 }, (_, index) => `OUTBOX#${index}`);
  const executions: string[] = [];
  for (let round = 0; round < 4; round += 1) {
    const { endpoints, resources } = await start();
    const dynamodb = new DynamoDBClient({ ...account, endpoint: endpoints.dynamodb });
    const stepFunctions = new SFNClient({ ...account, endpoint: endpoints.stepFunctions });
    const started = await stepFunctions.send(
      new StartExecutionCommand({ stateMachineArn: resources['Service/Machine'] }),
    );
    executions.push(started.executionArn ?? '');
    for (const sk of names.slice(round * 10, round * 10 + 10)) {
      await dynamodb.send(
        new PutItemCommand({ TableName: resources['Data/Table'], Item: { pk: { S: 'REQ#1' }, sk: { S: sk } } }),
      );
    }
    await kill();
  }
  const { endpoints } = await start();
  const stepFunctions = new SFNClient({ ...account, endpoint: endpoints.stepFunctions });
  await vi.waitFor(async () => {
    expect([...recorded].sort()).toEqual([...names].sort());
    for (const executionArn of executions) {
      const { status } = await stepFunctions.send(new DescribeExecutionCommand({ executionArn }));
      expect(status).toBe('SUCCEEDED');
    }
  }, 60_000);
});
