/**
 * Reads the synthesised templates of a CDK app and realises what they declare.
 * Covers: intrinsic functions, conditions, mappings, parameters, exports between stacks, order of dependencies; one honour
 * per resource type. Does not cover: nested stacks, stages, macros and transforms, dynamic references, updates that
 * replace or remove a resource (a resource that leaves the template stays in the data folder until `--reset`).
 */
export { type Assembly, readAssembly } from './assembly.file.ts';
export { type DeployedResource, deploy } from './deploy.ts';
export { type DeclaredResource, type Honour, honour, noEffect, type Realised } from './honour.ts';
export { type Cloud, exceptions, honours, type UserPool } from './honours/index.ts';
export { constructPath } from './physical-name.ts';
