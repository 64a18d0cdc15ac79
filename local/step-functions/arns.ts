/** Where the service believes it runs: part of every ARN it makes. */
export interface Place {
  region: string;
  accountId: string;
}

export function machineArn({ region, accountId }: Place, machine: string): string {
  return `arn:aws:states:${region}:${accountId}:stateMachine:${machine}`;
}

export function executionArn(machine: string, execution: string): string {
  return `${machine.replace(':stateMachine:', ':execution:')}:${execution}`;
}
