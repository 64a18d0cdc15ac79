import { CreateStateMachineCommand, StateMachineAlreadyExists, UpdateStateMachineCommand } from '@aws-sdk/client-sfn';
import { z } from 'zod';
import { type Honour, honour, noEffect } from '../honour.ts';
import { constructName } from '../physical-name.ts';
import type { Cloud } from './cloud.ts';

const stateMachine = honour({
  type: 'AWS::StepFunctions::StateMachine',
  properties: z.strictObject({
    StateMachineName: z.string().optional(),
    StateMachineType: z.literal('STANDARD').default('STANDARD'),
    DefinitionString: z.string().optional(),
    Definition: z.record(z.string(), z.unknown()).optional(),
    DefinitionSubstitutions: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
    RoleArn: z.string(),
    EncryptionConfiguration: noEffect('histories on this machine are not encrypted by the key service'),
    LoggingConfiguration: noEffect('the engine keeps every history'),
    TracingConfiguration: noEffect('no X-Ray'),
    Tags: noEffect('no billing'),
  }),
  async create(resource, cloud: Cloud) {
    const { properties } = resource;
    const text = properties.DefinitionString ?? (properties.Definition && JSON.stringify(properties.Definition));
    if (text === undefined) throw new Error('property Definition or DefinitionString is missing');
    const name = properties.StateMachineName ?? constructName(resource);
    const definition = text.replace(/\$\{([^}]+)\}/g, (_, token: string) => {
      const value = properties.DefinitionSubstitutions[token];
      if (value === undefined) throw new Error(`property DefinitionSubstitutions: \${${token}} has no value`);
      return JSON.stringify(String(value)).slice(1, -1);
    });
    const stateMachineArn = await createOrUpdate({ name, definition, roleArn: properties.RoleArn }, cloud);
    return { ref: stateMachineArn, attributes: { Arn: stateMachineArn, Name: name } };
  },
});

/** Executions under way keep to the definition they were started on, as at AWS. */
async function createOrUpdate(
  machine: { name: string; definition: string; roleArn: string },
  cloud: Cloud,
): Promise<string> {
  const { name, definition, roleArn } = machine;
  try {
    await cloud.stepFunctions.send(new CreateStateMachineCommand({ ...machine, type: 'STANDARD' }));
  } catch (error) {
    if (!(error instanceof StateMachineAlreadyExists)) throw error;
    await cloud.stepFunctions.send(
      new UpdateStateMachineCommand({ stateMachineArn: arnOf(name, cloud), definition, roleArn }),
    );
  }
  return arnOf(name, cloud);
}

function arnOf(name: string, { region, accountId }: Cloud): string {
  return `arn:aws:states:${region}:${accountId}:stateMachine:${name}`;
}

export const stepFunctions: readonly Honour<Cloud>[] = [stateMachine];
