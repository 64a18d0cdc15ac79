import { copyFileSync, existsSync, rmSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join, resolve } from 'node:path';
import { type BuildOptions, build, type Metafile, type Plugin } from 'esbuild';
import { Refusal } from './refusal.ts';

export interface BundleRequest {
  /** Entry file by bundle id, relative to `root`. */
  readonly entries: Readonly<Record<string, string>>;
  /** The repository. */
  readonly root: string;
  /** The compiled policy, copied beside each bundle as `organisation.json`. */
  readonly organisationFile: string;
  /** Gets one folder per bundle id; what was there is replaced. */
  readonly outFolder: string;
}

/** How one ES module for Lambda's Node.js is made of an entry and all it imports. */
export const oneModule = {
  outExtension: { '.js': '.mjs' },
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  minify: true,
  mainFields: ['module', 'main'],
  banner: {
    js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
  },
  // An optional native driver of pg, loaded only when asked for by name.
  external: ['pg-native'],
  sourcemap: false,
  legalComments: 'none',
  logLevel: 'warning',
} as const satisfies BuildOptions;

/**
 * Bundles every function in one esbuild run: one folder with `index.mjs` and `organisation.json` per function.
 *
 * `mainFields` prefers ES modules, which halves what is parsed at a cold start; the SDK is bundled, because the one in
 * the runtime loads slower. Packages that still call `require` get one from the banner. What a context's index offers and
 * a function does not take is left out, since package.json says that our modules do nothing by being loaded.
 * @returns what each bundle is made of
 * @throws Refusal naming the entries that do not exist
 */
export async function bundleFunctions({
  entries,
  root,
  organisationFile,
  outFolder,
}: BundleRequest): Promise<Metafile> {
  const missing = Object.entries(entries).filter(([, file]) => !existsSync(resolve(root, file)));
  if (missing.length > 0) {
    throw new Refusal(
      `these functions have no entry file yet: ${missing.map(([id, file]) => `${id} (${file})`).join(', ')}`,
    );
  }
  rmSync(outFolder, { recursive: true, force: true });
  const { metafile } = await build({
    ...oneModule,
    entryPoints: Object.entries(entries).map(([id, file]) => ({ in: resolve(root, file), out: `${id}/index` })),
    outdir: outFolder,
    // Errors are told apart by their literal name, which minifying class names must not change.
    keepNames: true,
    jsx: 'automatic',
    jsxImportSource: 'hono/jsx',
    plugins: [builtinsByName, credentialsOfLambda],
    metafile: true,
    absWorkingDir: root,
  });
  for (const id of Object.keys(entries)) copyFileSync(organisationFile, join(outFolder, id, 'organisation.json'));
  return metafile;
}

/**
 * Node's own modules are asked for by name. Importing them as ES modules reads every export of each, and one of `node:http`
 * loads all of undici, a fifth of what a function takes to load (https://github.com/nodejs/node/issues/57649).
 */
const builtinsByName: Plugin = {
  name: 'builtins-by-name',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^[a-z]/ }, ({ path, kind }) =>
      kind === 'import-statement' && isBuiltin(path) ? { path, namespace: 'builtin' } : undefined,
    );
    onLoad({ filter: /./, namespace: 'builtin' }, ({ path }) => ({
      contents: `module.exports=process.getBuiltinModule(${JSON.stringify(path)})`,
    }));
  },
};

/**
 * Lambda gives a function its credentials in the environment and in no other way
 * (https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html); the SDK's other ways to look for some, which
 * are a sixth of a bundle, are left out.
 */
const credentialsOfLambda: Plugin = {
  name: 'credentials-of-lambda',
  setup({ onLoad }) {
    onLoad({ filter: /@aws-sdk[/\\]credential-provider-node[/\\]dist-es[/\\]index\.js$/ }, () => ({
      contents: "export{fromEnv as defaultProvider}from'@aws-sdk/credential-provider-env'",
    }));
  },
};
