import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deployedPattern } from '../../infra/deployed-pattern.ts';
import { startMoto } from '../moto/server.ts';
import type { Json } from '../records/records.ts';
import { allowedActions, propertiesOf, templateOf } from './assembly.ts';
import { type Chain, openChain } from './chain.ts';
import { atWork, type Colleague, tcp } from './colleague.ts';
import { type Publication, publicationsIn } from './publication.ts';

const moto = await startMoto();

describe.runIf(moto)('the deployed chain', () => {
  let chain: Chain;
  let colleague: Colleague;
  const ends: (() => unknown)[] = [];
  const atEnd = (end: () => unknown) => void ends.unshift(end);

  beforeAll(async () => {
    if (!moto) return;
    atEnd(moto.stop);
    chain = await openChain(moto, atEnd);
    colleague = atWork(moto, chain.deployed.account);
    atEnd(colleague.leave);
  });
  afterAll(async () => {
    for (const end of ends) await end();
  });

  /** Delivers events, lets the chain come to rest, and gives all that came of it. */
  async function after(...events: Json[]) {
    const before = chain.wire.calls.length;
    for (const event of events) expect(await chain.deliver(event)).toBe(true);
    const polls = await chain.drain();
    const calls = chain.wire.calls.slice(before);
    return {
      polls,
      calls,
      // Of each report one goes to people and one to tools.
      mails: publicationsIn(calls).filter(({ topicArn }) => topicArn === chain.deployed.lambda.variables.TOPIC_ARN),
      notices: await chain.notices(),
      reports: await chain.reports(),
      outcomes: await chain.outcomes(),
    };
  }

  test('is deployed by the commands of the README, rule to queue to function', () => {
    const { account, roleArn, source, rule, lambda } = chain.deployed;
    expect(rule.pattern).toEqual(deployedPattern(templateOf(chain.outdir), { account, ownRoleArn: roleArn }));
    expect(rule.targets).toEqual([source.queueArn]);
    expect(lambda.variables.OWN_ROLE_ARN).toBe(roleArn);
  });

  test('removes the bad rules of a change, and only them, and tells people and tools', async () => {
    const group = await colleague.createGroup('web-1', [tcp(443, ['0.0.0.0/0'], ['::/0'])]);
    const event = await colleague.addRules(group, [tcp(22, ['0.0.0.0/0', '10.0.0.0/8'], ['::/0'])]);
    const { polls, calls, mails, notices, reports, outcomes } = await after(event);

    expect(await colleague.standing(group)).toEqual([
      'tcp 22-22 10.0.0.0/8',
      'tcp 443-443 0.0.0.0/0',
      'tcp 443-443 ::/0',
    ]);
    expect(polls.map(({ deleted, kept }) => ({ deleted, kept }))).toEqual([{ deleted: 1, kept: 0 }]);
    // Read all at once, write down and count at once, revoke: three round trips, then everything else.
    const actions = calls.map(({ action }) => action);
    expect(actions.slice(0, 5).sort()).toEqual([
      'dynamodb:GetItem',
      'dynamodb:GetItem',
      'dynamodb:GetItem',
      'ec2:DescribeSecurityGroupRules',
      'ec2:DescribeSecurityGroups',
    ]);
    expect(actions.slice(5, 7).sort()).toEqual(['dynamodb:PutItem', 'dynamodb:UpdateItem']);
    expect(actions[7]).toBe('ec2:RevokeSecurityGroupIngress');

    const { account, region, lambda } = chain.deployed;
    const subject = `[critical] Reverted: tcp 22 from 0.0.0.0/0 and 1 more on web-1 (${account}, ${region})`;
    const [mail] = mails as [Publication];
    expect(mails).toEqual([
      {
        topicArn: lambda.variables.TOPIC_ARN,
        subject,
        message: { default: expect.any(String), email: expect.stringContaining('tcp 22 from ::/0'), sms: subject },
      },
    ]);
    expect(mail.message.email).toMatch(/bea/);

    const [notice] = notices.map((text) => JSON.parse(text));
    const report = JSON.parse(notice.Message);
    expect(notices).toHaveLength(1);
    expect(notice).toMatchObject({ Subject: subject, Message: mail.message.default });
    expect(reports.map((text) => JSON.parse(text))).toMatchObject([{ Subject: subject, Message: notice.Message }]);
    expect(notice.MessageAttributes).toEqual({
      severity: { Type: 'String', Value: 'critical' },
      policy: { Type: 'String.Array', Value: '["no-public-admin-ports","no-public-high-risk-ports"]' },
      verdict: { Type: 'String', Value: 'violation' },
      outcome: { Type: 'String', Value: 'reverted' },
      account: { Type: 'String', Value: account },
      region: { Type: 'String', Value: region },
    });

    expect(outcomes.map((text) => JSON.parse(text))).toMatchObject([
      {
        source: 'portcullis',
        'detail-type': 'Security Group Change Judged',
        resources: [`arn:aws:ec2:${region}:${account}:security-group/${group}`],
        detail: report,
      },
    ]);
    expect(report.rules.map(({ text, outcome }: Json) => [text, outcome])).toEqual([
      ['tcp 22 from 0.0.0.0/0', { kind: 'done', at: expect.any(String) }],
      ['tcp 22 from 10.0.0.0/8', undefined],
      ['tcp 22 from ::/0', { kind: 'done', at: expect.any(String) }],
    ]);
    await expect(chain.inLedger(report.id)).resolves.toMatchObject({ state: 'closed', report });
  });

  test('keeps the deployed sample as it is', async () => {
    const sample = await colleague.findGroup('portcullis:policy', 'frozen');
    const before = await colleague.standing(sample);
    const { mails } = await after(await colleague.addRules(sample, [tcp(22, ['198.51.100.7/32'])]));
    expect(before).toEqual(['tcp 443-443 0.0.0.0/0']);
    expect(await colleague.standing(sample)).toEqual(before);
    expect(mails.map(({ subject }) => subject)).toEqual([
      expect.stringMatching(/^\[high\] Reverted: tcp 22 from 198\.51\.100\.7\/32 on /),
    ]);
  });

  test('tells of a rule, and lets it stand, when its policy is in audit mode', async () => {
    const group = await colleague.createGroup('database');
    const { notices } = await after(await colleague.addRules(group, [tcp(3306, ['0.0.0.0/0'])]));
    expect(await colleague.standing(group)).toEqual(['tcp 3306-3306 0.0.0.0/0']);
    expect(notices.map((text) => JSON.parse(text).MessageAttributes.outcome.Value)).toEqual(['would-revert']);
  });

  test('says nothing of a harmless change', async () => {
    const group = await colleague.createGroup('internal');
    const { calls, notices, reports, outcomes } = await after(
      await colleague.addRules(group, [tcp(22, ['10.0.0.0/8'])]),
    );
    expect(await colleague.standing(group)).toEqual(['tcp 22-22 10.0.0.0/8']);
    expect({ notices, reports, outcomes }).toEqual({ notices: [], reports: [], outcomes: [] });
    // Nothing but what is remembered of the group is written down.
    expect(calls.map(({ action }) => action).filter((action) => action === 'dynamodb:PutItem')).toHaveLength(1);
    expect(calls.find(({ action }) => action === 'dynamodb:PutItem')?.body).toContain('"memory"');
  });

  test.for([
    { name: 'a failed call', group: 'web-6', parts: () => ({ errorCode: 'Client.UnauthorizedOperation' }) },
    {
      name: "the responder's own call",
      group: 'web-7',
      parts: () => ({
        userIdentity: { type: 'AssumedRole', sessionContext: { sessionIssuer: { arn: chain.deployed.roleArn } } },
      }),
    },
  ])('is not given $name', async ({ group, parts }) => {
    const event = await colleague.addRules(await colleague.createGroup(group), [tcp(22, ['0.0.0.0/0'])], parts());
    expect(await chain.deliver(event)).toBe(false);
  });

  test('repairs once and mails once when an event comes three times at once', async () => {
    const group = await colleague.createGroup('web-2');
    const event = await colleague.addRules(group, [tcp(3389, ['0.0.0.0/0'])]);
    const { polls, calls, notices, outcomes } = await after(event, event, event);
    expect(await colleague.standing(group)).toEqual([]);
    expect(polls[0]).toMatchObject({ received: 3 });
    expect(polls.reduce((sum, { deleted }) => sum + deleted, 0)).toBe(3);
    expect(calls.filter(({ action }) => action === 'ec2:RevokeSecurityGroupIngress')).toHaveLength(1);
    expect({ notices: notices.length, outcomes: outcomes.length }).toEqual({ notices: 1, outcomes: 1 });
    await expect(chain.deadLetters()).resolves.toEqual([]);
  });

  test('gives up on poisoned messages alone, in the dead-letter queue, and repairs what came with them', async () => {
    const group = await colleague.createGroup('web-3');
    const event = await colleague.addRules(group, [tcp(22, ['0.0.0.0/0'])]);
    const poison = ['{"detail": ', JSON.stringify({ source: 'aws.ec2', detail: 'none' })];
    for (const body of poison) await chain.send(body);
    const { polls, notices } = await after(event);
    expect(await colleague.standing(group)).toEqual([]);
    expect(notices).toHaveLength(1);
    expect(polls[0]).toMatchObject({ received: 3, deleted: 1, kept: 2 });
    const tried = polls.filter(({ kept }) => kept > 0);
    expect(tried).toHaveLength(chain.deployed.failed.maxReceiveCount);
    expect((await chain.deadLetters()).sort()).toEqual(poison.sort());
  });

  test('writes one JSON text a line, with the metrics of the alarms among them', async () => {
    const group = await colleague.createGroup('web-4');
    await chain.send('poison');
    await after(await colleague.addRules(group, [tcp(22, ['0.0.0.0/0'])]));
    await chain.deadLetters();
    // An ended process has said all that it had to say.
    await chain.lambda.stop();
    const entries: Json[] = chain.lambda.lines.map(({ text }) => JSON.parse(text));
    expect(entries).toContainEqual(
      expect.objectContaining({ message: 'Record handled', groupId: group, outcome: 'reverted' }),
    );
    const inSources = expect.stringMatching(/functions\/respond\/handler\.ts:\d+$/);
    expect(entries).toContainEqual(
      expect.objectContaining({ level: 'ERROR', error: expect.objectContaining({ location: inSources }) }),
    );
    const metrics = entries.filter((entry) => '_aws' in entry);
    expect(metrics).toContainEqual(expect.objectContaining({ service: 'portcullis', Events: 1, Repaired: 1 }));
    const alarm = propertiesOf(chain.outdir, 'AWS::CloudWatch::Alarm').find(
      ({ MetricName }) => MetricName === 'Failed',
    );
    expect(alarm).toMatchObject({ Namespace: 'Portcullis', Dimensions: [{ Name: 'service', Value: 'portcullis' }] });
    const directives = metrics.flatMap(({ _aws }) => (_aws as { CloudWatchMetrics: Json[] }).CloudWatchMetrics);
    expect(directives).toContainEqual(expect.objectContaining({ Namespace: 'Portcullis', Dimensions: [['service']] }));
  });

  test('calls nothing that its role may not', async () => {
    const group = await colleague.createGroup('web-5');
    const { calls } = await after(await colleague.addRules(group, [tcp(22, ['0.0.0.0/0'])]));
    const made = new Set(calls.map(({ action }) => action));
    expect(made.size).toBeGreaterThan(5);
    expect(allowedActions(chain.outdir)).toEqual(expect.arrayContaining([...made]));
  });
});
