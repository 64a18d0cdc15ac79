import ts from 'typescript';

/** Names taken from a package, by package. */
export type Imports = ReadonlyMap<string, ReadonlySet<string>>;

const isClient = (name: string) => name.startsWith('@aws-sdk/') || name === 'pg';

/** What TypeScript sources import of the SDK and of database drivers at run time. */
export function clientImports(sources: readonly string[]): Imports {
  const found = new Map<string, Set<string>>();
  for (const text of sources) {
    const source = ts.createSourceFile('source.ts', text, ts.ScriptTarget.Latest);
    for (const statement of source.statements) {
      if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) continue;
      const module = statement.moduleSpecifier.text;
      const clause = statement.importClause;
      if (!clause || clause.phaseModifier === ts.SyntaxKind.TypeKeyword || !isClient(module)) continue;
      const names = found.get(module) ?? new Set();
      found.set(module, names);
      if (clause.name) names.add('default');
      const bindings = clause.namedBindings;
      if (!bindings || ts.isNamespaceImport(bindings)) continue;
      for (const { isTypeOnly, propertyName, name } of bindings.elements)
        if (!isTypeOnly) names.add((propertyName ?? name).text);
    }
  }
  return new Map([...found].filter(([, names]) => names.size > 0));
}

/**
 * A module that imports exactly this and makes each client once, as a function does while it loads: the least that any
 * function with these clients costs.
 */
export function moduleOf(imports: Imports): string {
  const lines = [...imports]
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .flatMap(([module, names], index) => {
      const own = [...names].toSorted().map((name) => ({ name, local: `${name}_${index}` }));
      const clients = own.filter(({ name }) => isClientClass(name));
      return [
        `import { ${own.map(({ name, local }) => `${name} as ${local}`).join(', ')} } from '${module}';`,
        `export { ${own.map(({ local }) => local).join(', ')} };`,
        ...clients.map(({ local }) => `export const made_${local} = new ${local}({});`),
      ];
    });
  return `${lines.join('\n')}\n`;
}

/** The document client only wraps another. */
function isClientClass(name: string): boolean {
  return name.endsWith('Client') && name !== 'DynamoDBDocumentClient';
}
