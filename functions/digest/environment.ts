import { type AccountId, accountId } from '../core/ids.ts';

/** What the deployment tells the function; every name is set by infra/. */
export type DigestEnvironment = {
  readonly account: AccountId;
  readonly region: string;
  readonly tableName: string;
  readonly topicArn: string;
};

/** Reads the function's environment variables; throws TypeError naming all that are missing or odd. */
export function readDigestEnvironment(variables: Readonly<Record<string, string | undefined>>): DigestEnvironment {
  const { TABLE_NAME = '', TOPIC_ARN = '' } = variables;
  const [, , , region = '', owner] = TOPIC_ARN.split(':');
  const account = accountId(owner);
  const problems = [
    ...(TABLE_NAME === '' ? ['TABLE_NAME is not set'] : []),
    ...(account === undefined || region === '' ? [`TOPIC_ARN is ${JSON.stringify(TOPIC_ARN)}, no ARN of a topic`] : []),
  ];
  if (problems.length > 0 || account === undefined)
    throw new TypeError(`The function is not set up: ${problems.join('; ')}`);
  return { account, region, tableName: TABLE_NAME, topicArn: TOPIC_ARN };
}
