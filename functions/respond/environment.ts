import type { AdapterSettings } from '../aws/adapters.ts';
import { type AccountId, accountId } from '../core/ids.ts';

/** What the deployment tells the function; every name is set by infra/. */
export type Environment = AdapterSettings & { readonly ownRole: string };

/** Reads the function's environment variables; throws TypeError naming all that are missing or odd. */
export function readEnvironment(variables: Readonly<Record<string, string | undefined>>): Environment {
  const problems: string[] = [];
  const text = (name: string): string => {
    const value = variables[name] ?? '';
    if (value === '') problems.push(`${name} is not set`);
    return value;
  };
  const ownRole = text('OWN_ROLE_ARN');
  const account = accountId(ownRole.split(':')[4]);
  if (ownRole !== '' && account === undefined)
    problems.push(`OWN_ROLE_ARN is ${JSON.stringify(ownRole)}, no ARN of a role`);
  const environment = {
    ownRole,
    account: account ?? ('' as AccountId),
    tableName: text('TABLE_NAME'),
    topicArn: text('TOPIC_ARN'),
    reportsTopicArn: text('REPORTS_TOPIC_ARN'),
    recordsUrl: text('RECORDS_URL'),
    digestsUrl: text('DIGESTS_URL'),
    busName: text('BUS_NAME'),
    retentionDays: Number(text('RETENTION_DAYS')),
  };
  if (!Number.isInteger(environment.retentionDays) || environment.retentionDays < 1) {
    problems.push(`RETENTION_DAYS is ${JSON.stringify(variables.RETENTION_DAYS)}, no whole number of days`);
  }
  if (problems.length > 0) throw new TypeError(`The function is not set up: ${problems.join('; ')}`);
  return environment;
}
