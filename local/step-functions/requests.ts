import { z } from 'zod';
import { ServiceFault } from './faults.ts';
import { PAYLOAD_LIMIT_BYTES } from './json.ts';

const arn = z.string().min(1).max(256);
/** Checked by checkName, whose error AWS names InvalidName. */
const name = z.string();
const token = z.string().min(1).max(2048);
const pageToken = z.string().min(1).max(1024).optional();
const maxResults = z.int().min(0).max(1000).optional();
const data = z
  .string()
  .refine(
    (text) => Buffer.byteLength(text) <= PAYLOAD_LIMIT_BYTES,
    'Member must have length less than or equal to 262144',
  );
const error = z.string().max(256).optional();
const cause = z.string().max(32_768).optional();
const tags = z.array(z.strictObject({ key: z.string().min(1).max(128), value: z.string().max(256) })).max(50);
const definition = z.string().min(1).max(1_048_576);
const settings = {
  /** Kept and described, but nothing is logged or traced. */
  loggingConfiguration: z.record(z.string(), z.json()).optional(),
  tracingConfiguration: z.record(z.string(), z.json()).optional(),
  encryptionConfiguration: z.strictObject({ type: z.literal('AWS_OWNED_KEY') }).optional(),
  publish: z.literal(false).optional(),
};

/** What each operation takes. Members this engine does not honour are refused, not ignored. Source: Step Functions API reference. */
export const requests = {
  createStateMachine: z.strictObject({
    name,
    definition,
    roleArn: arn,
    type: z.literal('STANDARD').optional(),
    tags: tags.optional(),
    ...settings,
  }),
  updateStateMachine: z.strictObject({
    stateMachineArn: arn,
    definition: definition.optional(),
    roleArn: arn.optional(),
    ...settings,
  }),
  describeStateMachine: z.strictObject({ stateMachineArn: arn, includedData: z.literal('ALL_DATA').optional() }),
  describeStateMachineForExecution: z.strictObject({
    executionArn: arn,
    includedData: z.literal('ALL_DATA').optional(),
  }),
  deleteStateMachine: z.strictObject({ stateMachineArn: arn }),
  listStateMachines: z.strictObject({ maxResults, nextToken: pageToken }),
  validateStateMachineDefinition: z.strictObject({
    definition,
    type: z.literal('STANDARD').optional(),
    severity: z.enum(['ERROR', 'WARNING']).optional(),
    maxResults: z.int().min(0).max(100).optional(),
  }),
  tagResource: z.strictObject({ resourceArn: arn, tags }),
  untagResource: z.strictObject({ resourceArn: arn, tagKeys: z.array(z.string()) }),
  listTagsForResource: z.strictObject({ resourceArn: arn }),
  startExecution: z.strictObject({
    stateMachineArn: arn,
    name: name.optional(),
    input: data.optional(),
    traceHeader: z.string().optional(),
  }),
  describeExecution: z.strictObject({ executionArn: arn, includedData: z.literal('ALL_DATA').optional() }),
  listExecutions: z.strictObject({
    stateMachineArn: arn,
    statusFilter: z.enum(['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED']).optional(),
    maxResults,
    nextToken: pageToken,
  }),
  getExecutionHistory: z.strictObject({
    executionArn: arn,
    maxResults,
    nextToken: pageToken,
    reverseOrder: z.boolean().optional(),
    includeExecutionData: z.boolean().optional(),
  }),
  stopExecution: z.strictObject({ executionArn: arn, error, cause }),
  redriveExecution: z.strictObject({ executionArn: arn, clientToken: z.string().optional() }),
  sendTaskSuccess: z.strictObject({ taskToken: token, output: data }),
  sendTaskFailure: z.strictObject({ taskToken: token, error, cause }),
  sendTaskHeartbeat: z.strictObject({ taskToken: token }),
};

export type Requests = { [Operation in keyof typeof requests]: z.output<(typeof requests)[Operation]> };

/** A request checked against its operation. Throws ValidationException. */
export function checkRequest<T extends keyof Requests>(operation: T, request: unknown): Requests[T] {
  const checked = requests[operation].safeParse(request);
  if (checked.success) return checked.data as Requests[T];
  const problems = checked.error.issues.map(
    ({ path, message }) => `Value at '${path.join('.')}' failed to satisfy constraint: ${message}`,
  );
  throw new ServiceFault('ValidationException', `${problems.length} validation error detected: ${problems.join('; ')}`);
}

/** Throws InvalidName unless 1 to 80 characters without white space, brackets, wildcards, controls and the special characters AWS lists. */
export function checkName(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are among those refused.
  if (text.length >= 1 && text.length <= 80 && !/[\s<>{}[\]?*"#%\\^|~`$&,;:/\u0000-\u001f\u007f-\u009f]/.test(text))
    return text;
  throw new ServiceFault('InvalidName', `Invalid Name: '${text}'`);
}

/** An opaque page token for a position, and back. Throws InvalidToken for anything else. */
export function pageTokenFor(position: number | string): string {
  return Buffer.from(JSON.stringify([position])).toString('base64url');
}

export function positionOf(text: string | undefined): number | string | undefined {
  if (text === undefined) return undefined;
  try {
    const parsed: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    const [position] = Array.isArray(parsed) ? parsed : [];
    if (typeof position === 'number' || typeof position === 'string') return position;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new ServiceFault('InvalidToken', `Invalid Token: 'Invalid token'`);
}
