import type { DeployedResource } from '../../local/template/index.ts';
import { constructPath } from '../../local/template/index.ts';
import type { PolicyStatement } from './iam-policy.ts';

/** What each function's role allows, by the last part of the function's construct path; references are resolved. */
export function rolesOfFunctions(deployed: readonly DeployedResource[]): Map<string, readonly PolicyStatement[]> {
  const roles = new Map<string, PolicyStatement[]>();
  for (const { type, realised } of deployed) {
    if (type === 'AWS::IAM::Role') roles.set(realised.ref, []);
  }
  for (const { type, properties, path } of deployed) {
    if (type !== 'AWS::IAM::Policy') continue;
    const { PolicyDocument, Roles } = properties as {
      readonly PolicyDocument: { readonly Statement: readonly PolicyStatement[] };
      readonly Roles: readonly string[];
    };
    for (const name of Roles) {
      const statements = roles.get(name);
      if (!statements) throw new Error(`${path} is for ${name}, which is no role of these templates`);
      statements.push(...PolicyDocument.Statement);
    }
  }
  const functions = deployed.filter(
    // CDK's own functions deploy files and run at AWS only.
    ({ type, path }) => type === 'AWS::Lambda::Function' && !path.includes('Custom::'),
  );
  return new Map(
    functions.map(({ path, properties }) => {
      const name = constructPath(path).split('/').at(-1) ?? path;
      const statements = roles.get(String(properties.Role).replace(/^.*:role\//, ''));
      if (!statements) throw new Error(`the function ${name} has no role of these templates`);
      return [name, statements];
    }),
  );
}
