import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import languageService from 'amazon-states-language-service';
import validateStructure from 'asl-validator';

/**
 * Checks every definition of this folder: `node workflows/validate.ts`, exit code 1 and one line per mistake.
 *
 * Two validators, because they catch different mistakes: asl-validator knows which fields each state may have, the
 * States Language Service knows which states can't be reached and where a line is wrong. What neither knows is the
 * house's own: states readable by people of privacy and law, and no Task without time limit, Retry and Catch.
 */
export interface Mistake {
  readonly file: string;
  /** 1-based; 0 when the validator does not say. */
  readonly line: number;
  readonly message: string;
}

interface StateDefinition {
  readonly Type: string;
  readonly Comment?: string;
  readonly TimeoutSeconds?: number;
  readonly Retry?: readonly { readonly MaxAttempts?: number; readonly JitterStrategy?: string }[];
  readonly Catch?: readonly { readonly ErrorEquals: readonly string[] }[];
  readonly ItemProcessor?: { readonly States?: States };
  readonly Branches?: readonly { readonly States?: States }[];
}
type States = Readonly<Record<string, StateDefinition>>;

/** Every mistake in one definition; none means that Step Functions will take it. */
export async function findMistakes(file: string, text: string): Promise<Mistake[]> {
  const language = await languageMistakes(file, text);
  if (language.some(({ message }) => message.startsWith('Syntax'))) return language;
  const definition = JSON.parse(text);
  const structure = validateStructure(structuredClone(definition), { checkPaths: true, checkArn: false });
  return [
    ...language,
    ...structure.errors.map((error) => ({ file, line: 0, message: describe(error) })),
    ...houseMistakes(definition).map((message) => ({ file, line: 0, message })),
  ];
}

async function languageMistakes(file: string, text: string): Promise<Mistake[]> {
  try {
    JSON.parse(text);
  } catch (error) {
    return [{ file, line: 0, message: `Syntax: ${error instanceof Error ? error.message : String(error)}` }];
  }
  const service = languageService.getLanguageService({});
  const document = languageService.TextDocument.create(pathToFileURL(file).href, 'asl', 1, text);
  const diagnostics = await service.doValidation(document, service.parseJSONDocument(document));
  return diagnostics.map(({ range, message }) => ({
    file,
    line: range.start.line + 1,
    message: typeof message === 'string' ? message : message.value,
  }));
}

function describe(error: object): string {
  if ('Message' in error) return String(error.Message);
  const at = 'instancePath' in error ? String(error.instancePath) : '';
  return `${at} ${'message' in error ? String(error.message) : JSON.stringify(error)}`.trim();
}

/** The rules of this house, for a definition whose structure is right. */
export function houseMistakes(definition: {
  readonly QueryLanguage?: string;
  readonly TimeoutSeconds?: number;
  readonly Comment?: string;
  readonly States?: States;
}): string[] {
  const mistakes: string[] = [];
  if (definition.QueryLanguage !== 'JSONata') mistakes.push('the definition does not say "QueryLanguage": "JSONata"');
  if (!definition.TimeoutSeconds) mistakes.push('the definition has no TimeoutSeconds');
  if (!definition.Comment) mistakes.push('the definition has no Comment');
  for (const [name, state] of allStates(definition.States)) {
    if (!state.Comment) mistakes.push(`${name} has no Comment`);
    if (state.Type === 'Task') mistakes.push(...taskMistakes(state).map((what) => `${name} ${what}`));
  }
  return mistakes;
}

function taskMistakes(state: StateDefinition): string[] {
  const mistakes: string[] = [];
  if (!state.TimeoutSeconds) mistakes.push('has no TimeoutSeconds');
  if (!state.Retry?.length) mistakes.push('has no Retry');
  for (const { MaxAttempts, JitterStrategy } of state.Retry ?? []) {
    if (MaxAttempts === undefined || MaxAttempts > 10) mistakes.push('retries without a bound of at most 10 attempts');
    if (MaxAttempts !== 0 && JitterStrategy !== 'FULL') mistakes.push('retries without jitter');
  }
  if (!state.Catch?.some(({ ErrorEquals }) => ErrorEquals.includes('States.ALL')))
    mistakes.push('does not catch States.ALL');
  return mistakes;
}

function* allStates(states: States = {}): Generator<[string, StateDefinition]> {
  for (const [name, state] of Object.entries(states)) {
    yield [name, state];
    if (state.ItemProcessor) yield* allStates(state.ItemProcessor.States);
    for (const branch of state.Branches ?? []) yield* allStates(branch.States);
  }
}

/** The definitions below this folder, by path. */
export function definitionFiles(folder: string = import.meta.dirname): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.asl.json'))
    .map((path) => join(folder, path))
    .sort();
}

if (import.meta.main) {
  const files = definitionFiles();
  const mistakes = await Promise.all(files.map((file) => findMistakes(file, readFileSync(file, 'utf8'))));
  for (const { file, line, message } of mistakes.flat()) {
    process.stderr.write(`${relative(process.cwd(), file)}${line ? `:${line}` : ''}: ${message}\n`);
  }
  if (mistakes.flat().length > 0) process.exitCode = 1;
  else process.stdout.write(`${files.length} workflow definitions are sound\n`);
}
