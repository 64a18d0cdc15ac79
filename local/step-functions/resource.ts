/** What a Task's Resource asks for. `resourceType` and `resource` are the words AWS uses in the history. */
export interface Resource {
  integration: 'lambda' | 'states' | 'aws-sdk';
  /** The SDK service, for aws-sdk integrations. */
  service: string;
  action: string;
  /** How the task ends: with the answer, with a task token, or with the execution it started. */
  ends: 'answer' | 'token' | 'execution';
  resourceType: string;
  resource: string;
}

const PATTERN = /^arn:aws[a-z-]*:states:::(aws-sdk:[a-z0-9]+|[a-z]+):([A-Za-z0-9]+)(\.[A-Za-z]+(?::2)?)?$/;

/** Reads a Resource; a string names what is not supported, for the author of the definition. */
export function parseResource(arn: string): Resource | string {
  const match = PATTERN.exec(arn);
  if (!match) return `the resource '${arn}' is not an integration this engine runs`;
  const [, type = '', action = '', pattern = ''] = match;
  const made = (integration: Resource['integration'], ends: Resource['ends'], service = type): Resource => ({
    integration,
    service,
    action,
    ends,
    resourceType: type,
    resource: `${action}${pattern}`,
  });
  const token = pattern === '.waitForTaskToken';
  if (type === 'lambda' && action === 'invoke' && (pattern === '' || token))
    return made('lambda', token ? 'token' : 'answer');
  if (type === 'states' && action === 'startExecution') {
    if (pattern === '') return made('states', 'answer');
    if (pattern === '.sync:2') return made('states', 'execution');
  }
  if (type.startsWith('aws-sdk:') && (pattern === '' || token)) {
    return made('aws-sdk', token ? 'token' : 'answer', type.slice('aws-sdk:'.length));
  }
  return `the resource '${arn}' is not an integration this engine runs`;
}
