import { expect, test } from 'vitest';
import { matchesPattern } from '../../cli/local-account/event-pattern-match.ts';
import { HANDLED_EVENTS } from '../../functions/core/events.ts';
import { readRecord } from '../../functions/core/read-record.ts';
import { deployedPattern } from '../../infra/deployed-pattern.ts';
import { eventPattern } from '../../infra/event-pattern.ts';
import { samples } from '../records/samples.ts';
import { synth } from './synth.ts';

const account = '111122223333';
const ownRoleArn = `arn:aws:iam::${account}:role/Portcullis-ResponderRole8FA2B5A2-AbCdEfGhIjKl`;
const pattern = deployedPattern(synth(), { account, ownRoleArn });

const session = (arn: string) => ({
  type: 'AssumedRole',
  arn: `arn:aws:sts::${account}:assumed-role/${arn.slice(arn.lastIndexOf('/') + 1)}/someone`,
  sessionContext: { sessionIssuer: { type: 'Role', arn } },
});

function event(detail: Record<string, unknown> = {}, envelope: Record<string, unknown> = {}) {
  return {
    version: '0',
    id: '6a7e8feb-b491-4cf7-a9f1-bf3703467718',
    'detail-type': 'AWS API Call via CloudTrail',
    source: 'aws.ec2',
    account,
    time: '2026-11-23T12:00:05Z',
    region: 'eu-west-1',
    resources: [],
    detail: {
      eventVersion: '1.10',
      userIdentity: session(`arn:aws:iam::${account}:role/deploy`),
      eventTime: '2026-11-23T12:00:00Z',
      eventSource: 'ec2.amazonaws.com',
      eventName: 'AuthorizeSecurityGroupIngress',
      awsRegion: 'eu-west-1',
      requestParameters: { groupId: 'sg-0123456789abcdef0', ipPermissions: {} },
      responseElements: { _return: true },
      eventID: '2b1c9f6e-0d1e-4a6a-9c0a-5f4f0a1f2e3d',
      recipientAccountId: account,
      ...detail,
    },
    ...envelope,
  };
}

test.for<[string, ReturnType<typeof event>]>([
  ['a role', event()],
  ['a user, who has no session', event({ userIdentity: { type: 'IAMUser', arn: `arn:aws:iam::${account}:user/ana` } })],
  [
    'a user with a session without issuer',
    event({ userIdentity: { type: 'IAMUser', sessionContext: { attributes: {} } } }),
  ],
  ['root', event({ userIdentity: { type: 'Root', arn: `arn:aws:iam::${account}:root` } })],
  [
    'a service, which has no ARN',
    event({ userIdentity: { type: 'AWSService', invokedBy: 'cloudformation.amazonaws.com' } }),
  ],
  ['a role that is nearly our own', event({ userIdentity: session(`${ownRoleArn}2`) })],
  ['an identity that was edited out', event({ userIdentity: null })],
  ...Object.entries(samples()).map(([eventName, sample]): [string, ReturnType<typeof event>] => [
    eventName,
    event(sample, { source: sample.eventSource === 'ec2.amazonaws.com' ? 'aws.ec2' : 'aws.tagging' }),
  ]),
])('the pattern lets in %s, and the core reads it', ([, given]) => {
  expect(matchesPattern(pattern, given)).toBe(true);
  expect(readRecord(given, ownRoleArn)).toMatchObject({ kind: 'changes' });
});

test.for<[string, ReturnType<typeof event>]>([
  ['our own role', event({ userIdentity: session(ownRoleArn) })],
  ['a call that was refused', event({ errorCode: 'Client.UnauthorizedOperation', errorMessage: 'No' })],
  ['a rule that was there before', event({ errorCode: 'Client.InvalidPermission.Duplicate' })],
  ['a dry run', event({ errorCode: 'Client.DryRunOperation' })],
  ['a change of egress', event({ eventName: 'AuthorizeSecurityGroupEgress' })],
  ['a removal of egress', event({ eventName: 'RevokeSecurityGroupEgress' })],
  ['a change of descriptions', event({ eventName: 'UpdateSecurityGroupRuleDescriptionsIngress' })],
  ['the same name from another service', event({ eventSource: 'vpc.example.com' })],
])('the pattern leaves out %s, and so does the core', ([, given]) => {
  expect(matchesPattern(pattern, given)).toBe(false);
  expect(readRecord(given, ownRoleArn)).toMatchObject({ kind: 'ignored' });
});

test.for<[string, ReturnType<typeof event>]>([
  ['a forged source', event({}, { source: 'ec2' })],
  ['a source that looks alike', event({}, { source: 'aws.ec2.example' })],
  ['an event that another account sent on', event({}, { account: '444455556666' })],
  ['an event that is no API call', event({}, { 'detail-type': 'EC2 Instance State-change Notification' })],
])('the pattern leaves out %s', ([, given]) => {
  expect(matchesPattern(pattern, given)).toBe(false);
});

test('eventPattern() names the events and the services of the table, and nothing else', () => {
  const { source, detail } = eventPattern(account, ownRoleArn);
  expect(detail?.eventName).toEqual(Object.keys(HANDLED_EVENTS));
  expect(detail?.eventSource).toEqual(['ec2.amazonaws.com', 'tagging.amazonaws.com']);
  expect(source).toEqual(['aws.ec2', 'aws.tagging']);
});

test('deployedPattern() is the pattern of the template with its references filled in', () => {
  const { detailType, ...rest } = eventPattern(account, ownRoleArn);
  expect(pattern).toEqual({ ...rest, 'detail-type': detailType });
});

test('the deployed pattern is well under the limit of 2,048 characters', () => {
  const longest = `arn:aws-us-gov:iam::${account}:role/${'r'.repeat(64)}`;
  expect(JSON.stringify(deployedPattern(synth(), { account, ownRoleArn: longest })).length).toBeLessThan(1_800);
});

test.for<[string, unknown]>([
  ['no rule', { Resources: {} }],
  ['no resources', {}],
  ['no template', null],
  ['two rules', { Resources: { a: { Type: 'AWS::Events::Rule' }, b: { Type: 'AWS::Events::Rule' } } }],
  [
    'another reference',
    {
      Resources: { a: { Type: 'AWS::Events::Rule', Properties: { EventPattern: { source: [{ Ref: 'Parameter' }] } } } },
    },
  ],
])('deployedPattern() throws for %s', ([, template]) => {
  expect(() => deployedPattern(template, { account, ownRoleArn })).toThrow(TypeError);
});
