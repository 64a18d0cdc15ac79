import { type Execution, type Frame, frameOf, visibleVariables } from './execution.ts';
import type { Visible } from './expression.ts';
import type { Json, JsonObject } from './json.ts';
import type { Surroundings } from './jsonata-functions.ts';

const iso = (at: number) => new Date(at).toISOString();

/** The Context object of a frame's current state. Source: Step Functions developer guide, "Accessing execution data from the Context object". */
function contextOf(execution: Execution, frame: Frame, token?: string): JsonObject {
  const item = mapItem(execution, frame);
  return {
    Execution: {
      Id: execution.arn,
      Input: execution.input,
      Name: execution.name,
      RoleArn: execution.roleArn,
      StartTime: iso(execution.startedAt),
      RedriveCount: execution.redriveCount,
      ...(execution.redrivenAt !== undefined && { RedriveTime: iso(execution.redrivenAt) }),
    },
    StateMachine: { Id: execution.machineArn, Name: execution.machineName },
    State: { Name: frame.step.name, EnteredTime: iso(frame.step.enteredAt), RetryCount: frame.step.retryCount },
    ...(token !== undefined && { Task: { Token: token } }),
    ...(item && { Map: { Item: { Index: item.index, Value: item.value } } }),
  };
}

function mapItem(execution: Execution, frame: Frame): Frame['item'] {
  return frame.item ?? (frame.parent === undefined ? undefined : mapItem(execution, frameOf(execution, frame.parent)));
}

/** What an expression of a frame's current state sees. */
export function visibleTo(
  execution: Execution,
  frame: Frame,
  surroundings: Surroundings,
  more: { result?: Json; errorOutput?: Json; token?: string; item?: { index: number; value: Json } } = {},
): Visible {
  const { token, item, ...shown } = more;
  const context = contextOf(execution, item ? { ...frame, item } : frame, token);
  return {
    states: { input: frame.step.input, context, ...shown },
    variables: visibleVariables(execution, frame),
    surroundings,
  };
}
