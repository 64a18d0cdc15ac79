/**
 * An AWS Step Functions engine for one machine: durable Standard workflows in JSONata, behind the AWS JSON protocol.
 *
 * Covers: Pass, Task, Choice, Wait, Map (inline), Parallel, Succeed, Fail with Assign, Output, Arguments, Retry, Catch, timeouts and
 * heartbeats; lambda:invoke, states:startExecution(.sync:2), aws-sdk:* through a caller you give, task tokens; histories, redrive,
 * idempotent starts. Executions live in a SQLite log and go on after the process was killed; a task under way then is done again.
 *
 * Does not cover: JSONPath, distributed Map, Express workflows, activities, versions and aliases, other optimised integrations,
 * logging and tracing (kept, not done), permissions and signatures. What a definition asks for beyond this is refused at creation.
 */
export { createEngine, type Engine, type EngineOptions } from './engine.ts';
export { definitionProblems, type Problem } from './parse-definition.ts';
export { type Served, serveEngine } from './protocol.ts';
export type { FunctionAnswer } from './work.ts';
