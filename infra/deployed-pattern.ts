/** What the deployment fills into the pattern. */
type Deployment = { readonly account: string; readonly ownRoleArn: string };

/**
 * The event pattern of the rule in a synthesised template, as EventBridge gets it: with the account's number and the ARN
 * of the responder's role in the places that the template leaves open.
 *
 * Throws TypeError when the template has not exactly one rule, or leaves something else open.
 */
export function deployedPattern(template: unknown, deployment: Deployment): Record<string, unknown> {
  const resources = Object.values(fields(fields(template).Resources)).map(fields);
  const rules = resources.filter(
    (resource) => resource.Type === 'AWS::Events::Rule' && fields(resource.Properties).EventPattern !== undefined,
  );
  if (rules.length !== 1) throw new TypeError(`The template has ${rules.length} rules with an event pattern, not 1`);
  return fields(resolve(fields(rules[0]?.Properties).EventPattern, deployment));
}

function resolve(value: unknown, deployment: Deployment): unknown {
  if (Array.isArray(value)) return value.map((item) => resolve(item, deployment));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [name, argument] = entries[0] ?? [];
  if (entries.length === 1 && name === 'Ref' && argument === 'AWS::AccountId') return deployment.account;
  if (entries.length === 1 && name === 'Fn::GetAtt' && Array.isArray(argument) && argument[1] === 'Arn') {
    return deployment.ownRoleArn;
  }
  const open = entries.find(([key]) => key === 'Ref' || key.startsWith('Fn::'));
  if (open) throw new TypeError(`The event pattern leaves ${open[0]} ${JSON.stringify(open[1])} open`);
  return Object.fromEntries(entries.map(([key, item]) => [key, resolve(item, deployment)]));
}

const fields = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? { ...value } : {};
