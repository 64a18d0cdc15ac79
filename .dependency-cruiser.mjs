/**
 * The house: which file may know which. `test/unit/house/dependency-rules.test.ts` shows that each rule fires.
 *
 * @type {import('dependency-cruiser').IConfiguration}
 */

/** Suffixes of files that may touch the world outside the process. */
const adapter = '\\.(dynamo|s3|ses|sfn|kms|postgres|http|file|secrets)\\.ts$';

export default {
  forbidden: [
    {
      name: 'no-circular',
      comment: 'Two files that need each other are one thing or three; a cycle also breaks tree shaking.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'contexts-through-index',
      comment: 'Another context is reached only through its index.ts, so that what it promises stays in one place.',
      severity: 'error',
      from: { path: '^functions/([^/]+)/' },
      to: {
        path: '^functions/([^/]+)/',
        pathNot: ['^functions/$1/', '^functions/shared/', '^functions/[^/]+/index\\.ts$'],
      },
    },
    {
      name: 'shared-knows-no-context',
      comment: 'Shared is what contexts stand on; if it needs one of them, the code belongs there.',
      severity: 'error',
      from: { path: '^functions/shared/' },
      to: { path: '^functions/', pathNot: '^functions/shared/' },
    },
    {
      name: 'sdk-only-in-adapters',
      comment: 'Rules and use cases run without a network: SDKs and drivers are imported by adapters alone.',
      severity: 'error',
      from: { path: '^functions/', pathNot: adapter },
      to: { path: '(^|/)node_modules/(@aws-sdk|@smithy|pg|pg-cursor)(/|$)', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-input-or-output-in-rules',
      comment: 'Files, sockets and processes are for adapters.',
      severity: 'error',
      from: { path: '^functions/', pathNot: adapter },
      to: {
        dependencyTypes: ['core'],
        path: '^(node:)?(fs|fs/promises|http|https|net|tls|dns|child_process|worker_threads|sqlite)$',
      },
    },
    {
      name: 'adapters-unknown-to-rules',
      comment:
        'A use case takes its port as a parameter. Only handlers, index files and other adapters name an adapter.',
      severity: 'error',
      from: { path: '^functions/', pathNot: [adapter, '\\.handler\\.ts$', '/index\\.ts$'] },
      to: { path: `^functions/.*${adapter}`, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'handlers-are-entries',
      comment: 'A handler is where a function begins; nothing in functions imports one.',
      severity: 'error',
      from: { path: '^functions/' },
      to: { path: '\\.handler\\.ts$' },
    },
    {
      name: 'functions-stand-alone',
      comment: 'What runs in Lambda knows neither what deploys it nor what plays its cloud.',
      severity: 'error',
      from: { path: '^functions/' },
      to: { path: '^(infra|local|web|bench|test|policy)/' },
    },
    {
      name: 'workflows-are-contracts',
      comment: 'A workflow contract is shared by definition, handlers and tests, so it depends on none of them.',
      severity: 'error',
      from: { path: '^workflows/[^/]+/contract\\.ts$' },
      to: { path: '^(infra|local|web|bench|test|policy|functions)/' },
    },
    {
      name: 'console-knows-only-types',
      comment: 'The browser bundle takes types from the functions, never code.',
      severity: 'error',
      from: { path: '^web/' },
      to: { path: '^(functions|infra|local|workflows|policy)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'cloud-parts-can-be-lifted-out',
      comment: 'A part of the embedded cloud that plays a service imports nothing from outside its folder.',
      severity: 'error',
      from: { path: '^local/(step-functions|object-store|mailbox|key-service|dynamodb|postgres|sign-in)/' },
      to: { path: '^(local|functions|infra|workflows|policy|web)/', pathNot: '^local/$1/' },
    },
    {
      name: 'product-knows-no-test',
      comment: 'Nothing that ships or runs imports from test or bench.',
      severity: 'error',
      from: { path: '^(infra|functions|workflows|policy|local|web)/' },
      to: { path: '^(test|bench)/' },
    },
    {
      name: 'no-undeclared-package',
      comment: 'A package that package.json does not name is here by accident.',
      severity: 'error',
      from: { path: '^(infra|functions|workflows|policy|local|web|bench|test)/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'no-development-package-in-functions',
      comment: 'What a function imports at run time is a dependency, not a development dependency.',
      severity: 'error',
      from: { path: '^functions/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: '(^|/)node_modules/@types/' },
    },
    {
      name: 'small-zod-in-functions',
      comment: 'zod/mini checks the same, and a cold start loads a third of the code.',
      severity: 'error',
      from: { path: '^(functions|workflows)/' },
      to: { path: '(^|/)node_modules/zod/(index\\.|v4/(index\\.|classic/)|v3/)', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-unresolvable',
      comment: 'An import that leads nowhere.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-drawer-names',
      comment: 'A folder or file named for being useful is a drawer; name it for what it does.',
      severity: 'error',
      from: {},
      to: { path: '^[^n].*/(util|utils|helper|helpers|common|lib|manager|impl)(/|[.]tsx?$)' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['^(node_modules|cdk\\.out|\\.cache|\\.data)/', '/dist/', '^test/unit/house/fixture/'] },
    tsPreCompilationDeps: 'specify',
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
