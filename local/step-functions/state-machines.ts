import { machineArn, type Place } from './arns.ts';
import type { Definition } from './definition.ts';
import { ServiceFault } from './faults.ts';
import type { JsonObject } from './json.ts';
import type { Log, MachineRow } from './log.ts';
import { definitionProblems, parseDefinition } from './parse-definition.ts';
import { checkName, pageTokenFor, positionOf, type Requests } from './requests.ts';

interface StateMachinesOptions {
  log: Log;
  place: Place;
  sdkCalls: boolean;
  now(): number;
}

interface Settings {
  loggingConfiguration?: JsonObject;
  tracingConfiguration?: JsonObject;
  tags: Record<string, string>;
}

/** The state machines and their revisions: an execution keeps to the revision it was started on. */
export function createStateMachines({ log, place, sdkCalls, now }: StateMachinesOptions) {
  const parsed = new Map<number, Definition>();

  function find(arn: string): MachineRow {
    const row = log.machine(arn);
    if (!row) throw new ServiceFault('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
    return row;
  }

  function resource(arn: string): MachineRow {
    const row = log.machine(arn);
    if (!row) throw new ServiceFault('ResourceNotFound', `Resource not found: '${arn}'`);
    return row;
  }

  function describe(row: MachineRow) {
    const { tags: _, ...settings } = settingsOf(row);
    const { arn: stateMachineArn, name, status, definition, roleArn, createdAt, revision } = row;
    const details = {
      loggingConfiguration: { level: 'OFF', includeExecutionData: false },
      tracingConfiguration: { enabled: false },
      ...settings,
    };
    return {
      stateMachineArn,
      name,
      status,
      definition,
      roleArn,
      type: 'STANDARD',
      creationDate: new Date(createdAt),
      revisionId: String(revision),
      ...details,
    };
  }

  return {
    /** The newest revision of a machine that takes new executions. */
    startable(arn: string): MachineRow {
      const row = find(arn);
      if (row.status === 'DELETING')
        throw new ServiceFault('StateMachineDeleting', `State Machine is deleting: '${arn}'`);
      return row;
    },
    ofRevision(revision: number): MachineRow & { parsed: Definition } {
      const row = log.revision(revision);
      if (!row) throw new Error(`no state machine revision ${revision}`);
      // Checked when the revision was made.
      const definition: Definition = parsed.get(revision) ?? JSON.parse(row.definition);
      parsed.set(revision, definition);
      return { ...row, parsed: definition };
    },
    describe: (arn: string) => describe(find(arn)),
    describeRevision: (revision: number) => describe(log.revision(revision) ?? find('')),
    create(request: Requests['createStateMachine']) {
      const name = checkName(request.name);
      const arn = machineArn(place, name);
      parseDefinition(request.definition, { sdkCalls });
      const known = log.machine(arn);
      if (known?.status === 'DELETING')
        throw new ServiceFault('StateMachineDeleting', `State Machine is deleting: '${arn}'`);
      if (known) {
        if (known.definition === request.definition && known.roleArn === request.roleArn) return created(known);
        throw new ServiceFault('StateMachineAlreadyExists', `State Machine Already Exists: '${arn}'`);
      }
      const { loggingConfiguration, tracingConfiguration, tags = [] } = request;
      const settings = {
        loggingConfiguration,
        tracingConfiguration,
        tags: Object.fromEntries(tags.map(({ key, value }) => [key, value])),
      };
      const { definition, roleArn } = request;
      log.addRevision({
        arn,
        name,
        definition,
        roleArn,
        status: 'ACTIVE',
        createdAt: now(),
        updatedAt: now(),
        settings: JSON.stringify(settings),
      });
      return created(find(arn));
    },
    update(request: Requests['updateStateMachine']) {
      const row = find(request.stateMachineArn);
      if (row.status === 'DELETING')
        throw new ServiceFault('StateMachineDeleting', `State Machine is deleting: '${row.arn}'`);
      const { definition = row.definition, roleArn = row.roleArn } = request;
      const { loggingConfiguration, tracingConfiguration } = request;
      if (
        request.definition === undefined &&
        request.roleArn === undefined &&
        !loggingConfiguration &&
        !tracingConfiguration
      ) {
        throw new ServiceFault(
          'MissingRequiredParameter',
          'Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be specified',
        );
      }
      parseDefinition(definition, { sdkCalls });
      const settings = {
        ...settingsOf(row),
        ...(loggingConfiguration && { loggingConfiguration }),
        ...(tracingConfiguration && { tracingConfiguration }),
      };
      const { revision: _, ...kept } = row;
      log.addRevision({ ...kept, definition, roleArn, updatedAt: now(), settings: JSON.stringify(settings) });
      return { updateDate: new Date(now()), revisionId: String(find(row.arn).revision) };
    },
    /** Deletes a machine as soon as none of its executions runs. */
    delete(arn: string): void {
      if (!log.machine(arn)) return;
      log.markDeleting(arn);
      this.finishDeleting(arn);
    },
    finishDeleting(arn: string): void {
      if (log.machine(arn)?.status === 'DELETING' && log.runningOf(arn)?.count === 0) log.dropMachine(arn);
    },
    list({ maxResults, nextToken }: Requests['listStateMachines']) {
      const limit = maxResults || 100;
      const rows = log.machines(String(positionOf(nextToken) ?? ''), limit + 1);
      const page = rows.slice(0, limit);
      const last = page.at(-1);
      return {
        stateMachines: page.map(({ arn, name, createdAt }) => ({
          stateMachineArn: arn,
          name,
          type: 'STANDARD',
          creationDate: new Date(createdAt),
        })),
        ...(rows.length > limit && last && { nextToken: pageTokenFor(last.arn) }),
      };
    },
    validate({ definition, maxResults }: Requests['validateStateMachineDefinition']) {
      const problems = definitionProblems(definition, { sdkCalls });
      const diagnostics = problems.map(({ message, location }) => ({
        severity: 'ERROR',
        code: 'SCHEMA_VALIDATION_FAILED',
        message,
        location,
      }));
      const limit = maxResults || 100;
      return {
        result: problems.length === 0 ? 'OK' : 'FAIL',
        diagnostics: diagnostics.slice(0, limit),
        truncated: diagnostics.length > limit,
      };
    },
    tags(arn: string) {
      return { tags: Object.entries(settingsOf(resource(arn)).tags).map(([key, value]) => ({ key, value })) };
    },
    tag(arn: string, change: (tags: Map<string, string>) => void): void {
      const settings = settingsOf(resource(arn));
      const tags = new Map(Object.entries(settings.tags));
      change(tags);
      log.saveSettings(arn, JSON.stringify({ ...settings, tags: Object.fromEntries(tags) }));
    },
  };
}

function settingsOf(row: MachineRow): Settings {
  return JSON.parse(row.settings);
}

function created({ arn, createdAt }: MachineRow) {
  return { stateMachineArn: arn, creationDate: new Date(createdAt) };
}
