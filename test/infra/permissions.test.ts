import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeAll, expect, test } from 'vitest';
import { emit } from '../../functions/aws/emit.ts';
import type { Report } from '../../functions/core/report.ts';
import { FROZEN_TAG } from '../../infra/sample-group.ts';
import { ofType, synth, synthWith, type Template } from './synth.ts';

type Statement = {
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
};

const GROUPS = 'arn:AWS::Partition:ec2:AWS::Region:AWS::AccountId:security-group/*';
const RULES = 'arn:AWS::Partition:ec2:AWS::Region:AWS::AccountId:security-group-rule/*';
const OWN_LISTS = 'arn:AWS::Partition:ec2:AWS::Region:AWS::AccountId:prefix-list/*';
const LISTS = 'arn:AWS::Partition:ec2:AWS::Region:*:prefix-list/*';

/** Every action that the stack allows the responder's role whatever the policies, and on what. A line more is a decision. */
const ALLOWED: Record<string, string> = {
  'dynamodb:GetItem': 'Ledger.Arn',
  'dynamodb:PutItem': 'Ledger.Arn',
  'dynamodb:UpdateItem': 'Ledger.Arn',
  'ec2:DescribeManagedPrefixLists': '* if StringEquals ec2:Region AWS::Region',
  'ec2:DescribeSecurityGroupRules': '* if StringEquals ec2:Region AWS::Region',
  'ec2:DescribeSecurityGroups': '* if StringEquals ec2:Region AWS::Region',
  'ec2:GetManagedPrefixListEntries': LISTS,
  'ec2:RevokeSecurityGroupIngress': GROUPS,
  'events:PutEvents':
    'arn:AWS::Partition:events:AWS::Region:AWS::AccountId:event-bus/default if StringEquals events:source portcullis',
  'logs:CreateLogStream': 'RespondLogs.Arn,SweepLogs.Arn',
  'logs:PutLogEvents': 'RespondLogs.Arn,SweepLogs.Arn',
  'sns:Publish': 'Notices,Reports',
  'sqs:DeleteMessage': 'Records.Arn',
  'sqs:GetQueueAttributes': 'Records.Arn',
  'sqs:ReceiveMessage': 'Records.Arn',
  'sqs:SendMessage': 'Digests.Arn,Records.Arn',
};

/** The same of the role that sends digests, which can touch no group whatever the policies. */
const DIGEST_ALLOWED: Record<string, string> = {
  'dynamodb:GetItem': 'Ledger.Arn',
  'dynamodb:UpdateItem': 'Ledger.Arn',
  'logs:CreateLogStream': 'DigestLogs.Arn',
  'logs:PutLogEvents': 'DigestLogs.Arn',
  'sns:Publish': 'Notices',
  'sqs:DeleteMessage': 'Digests.Arn',
  'sqs:GetQueueAttributes': 'Digests.Arn',
  'sqs:ReceiveMessage': 'Digests.Arn',
};

/** What it takes to add rules, on groups that a condition names; each of these can open a hole. */
const adding = (condition = ''): Record<string, string> => ({
  'ec2:AuthorizeSecurityGroupIngress': `${GROUPS}${condition} and ${RULES}`,
  'ec2:CreateTags': `${RULES} if StringEquals ec2:CreateAction AuthorizeSecurityGroupIngress`,
});
const modifying = (condition = ''): Record<string, string> => ({
  'ec2:ModifySecurityGroupRules': `${GROUPS}${condition} and ${RULES},${LISTS}`,
});
const restoringLists = { 'ec2:RestoreManagedPrefixListVersion': OWN_LISTS };

const DENY = 'deny: [{ protocol: tcp, sources: anywhere }]\n';
const ENFORCED = 'mode: enforce\n'; /** Only groups that the shipped sample's policy covers can be opened. */
const FROZEN = ` if StringEquals aws:ResourceTag/${FROZEN_TAG.key} ${FROZEN_TAG.value}`;

/** Policies, and what the role may do because of them. */
const OPENING: readonly [name: string, policies: readonly string[], rights: Record<string, string>][] = [
  [
    'tell and revoke, or do not act',
    [`${DENY}${ENFORCED}`, `freeze: true\n${ENFORCED}remedy: notify`, `${DENY}remedy: restore`, 'watch: attachments'],
    {},
  ],
  ['narrow', [`${DENY}${ENFORCED}remedy: narrow`, `${DENY}${ENFORCED}`], adding()],
  [
    'restore',
    [`${DENY}${ENFORCED}remedy: restore`, `freeze: true\n${ENFORCED}remedy: restore`],
    { ...adding(), ...modifying(), ...restoringLists },
  ],
];

/** What others do with the role: Lambda for the queue and the log, EC2 when a rule is added with tags. The rest are our calls. */
const CALLED_BY_OTHERS = /^(sqs:(Receive|Delete|Get)|logs:)|^ec2:CreateTags$/;

let template: Template;
beforeAll(() => {
  template = synth({ sample: 'true' });
});

test('the stack has two roles, and no permission from elsewhere', () => {
  const roles = ofType(template, 'AWS::IAM::Role');
  expect(roles).toHaveLength(2);
  for (const { Properties } of roles)
    expect(Object.keys(Properties)).toEqual(['AssumeRolePolicyDocument', 'Description']);
  const types = Object.values(template.Resources).map(({ Type }) => Type);
  expect(types.filter((type) => /^AWS::IAM::|^Custom::|^AWS::CloudFormation::/.test(type)).sort()).toEqual([
    'AWS::IAM::Policy',
    'AWS::IAM::Policy',
    'AWS::IAM::Role',
    'AWS::IAM::Role',
  ]);
});

test('only Lambda may take a role', () => {
  for (const { Properties } of ofType(template, 'AWS::IAM::Role'))
    expect(Properties.AssumeRolePolicyDocument).toMatchObject({
      Statement: [{ Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' } }],
    });
});

test('the role that sends digests may do that, and nothing else, whatever the policies', async () => {
  expect(allowed(template, 'DigestRole')).toEqual(DIGEST_ALLOWED);
  expect(allowed(await synthWith(`${DENY}${ENFORCED}remedy: restore`), 'DigestRole')).toEqual(DIGEST_ALLOWED);
});

test('the role may do what the shipped policies need, and nothing else', () => {
  expect(allowed(template)).toEqual({ ...ALLOWED, ...adding(FROZEN), ...modifying(FROZEN), ...restoringLists });
});

test.for(OPENING)(
  'the role may do what the tables say and nothing else when policies %s',
  async ([, policies, rights]) => {
    expect(allowed(await synthWith(...policies))).toEqual({ ...ALLOWED, ...rights });
  },
);

test('nothing in the stack may open a hole or hand out rights, but for what a policy has restored', async () => {
  const dangerous =
    /"(ec2:(Authorize|Modify|Create|Attach|Associate|Restore)|iam:|sts:AssumeRole"[^}]*"AWS"|\*"|[a-z0-9]+:\*)/;
  const dangers = (of: Template) => {
    const documents = Object.values(of.Resources).map(({ Properties }) => Properties.PolicyDocument);
    const allowing = documents.flatMap(statementsOf).filter(({ Effect }) => Effect !== 'Deny');
    expect(allowing.length).toBeGreaterThan(8);
    const actions = allowing.flatMap(({ Action }) => [Action].flat());
    return [...new Set(actions)].filter((action) => dangerous.test(JSON.stringify([action]))).sort();
  };
  expect(dangers(await synthWith(`${DENY}${ENFORCED}`))).toEqual([]);
  expect(dangers(template)).toEqual(Object.keys({ ...adding(), ...modifying(), ...restoringLists }).sort());
});

/** What only a command calls, with the credentials of whoever gives it. */
const BY_CALLER = ['DescribeTable', 'Scan'];

test('the code calls what the role allows, all of it and nothing else', () => {
  const folder = join(import.meta.dirname, '../../functions/aws');
  const source = readdirSync(folder)
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('\n');
  const called = new Set([...source.matchAll(/\b(?:new |paginate)([A-Z]\w+?)(?:Command)?\(/g)].map(([, name]) => name));
  const rights = { ...ALLOWED, ...adding(), ...modifying(), ...restoringLists };
  const allowed = Object.keys(rights).filter((action) => !CALLED_BY_OTHERS.test(action));
  const operation = (action: string) => action.slice(action.indexOf(':') + 1);
  expect(allowed.filter((action) => !called.has(operation(action)))).toEqual([]);
  const commands = new Set([...source.matchAll(/\bnew ([A-Z]\w+)Command\(/g)].map(([, name]) => String(name)));
  expect([...commands].filter((name) => !allowed.map(operation).includes(name)).sort()).toEqual(BY_CALLER);
});

test('the source of the outcome events is the one that the role may send', async () => {
  const client = mockClient(EventBridgeClient).on(PutEventsCommand).resolves({ FailedEntryCount: 0 });
  const report = { id: 'e/g', group: {}, rules: [], judgedAt: '2026-11-23T12:00:00Z' } as unknown as Report;
  await emit(new EventBridgeClient({ region: 'eu-west-1' }), 'default')(report);
  const source = client.commandCalls(PutEventsCommand)[0]?.args[0].input.Entries?.[0]?.Source;
  expect(ALLOWED['events:PutEvents']).toMatch(new RegExp(` if StringEquals events:source ${source}$`));
});

test.for<[string, string, string]>([
  ['Records', 'sqs:SendMessage', 'Changes.Arn'],
  ['UndeliveredEvents', 'sqs:SendMessage', 'Changes.Arn'],
])('%s takes messages from the rule alone', ([queue, action, rule]) => {
  const policies = ofType(template, 'AWS::SQS::QueuePolicy').filter(
    ({ Properties }) => text(Properties.Queues) === queue,
  );
  const allowing = policies.flatMap(({ Properties }) => statementsOf(Properties.PolicyDocument)).filter(allows);
  expect(allowing).toHaveLength(1);
  expect([allowing[0]?.Action].flat()).toContain(action);
  expect(allowing[0]).toMatchObject({ Principal: { Service: 'events.amazonaws.com' } });
  expect(condition(allowing[0]?.Condition)).toBe(` if ArnEquals aws:SourceArn ${rule}`);
});

test('the queues and the topics refuse requests without TLS', () => {
  const guarded = [...ofType(template, 'AWS::SQS::QueuePolicy'), ...ofType(template, 'AWS::SNS::TopicPolicy')];
  expect(guarded).toHaveLength(7);
  for (const { Properties } of guarded) {
    expect(statementsOf(Properties.PolicyDocument)).toContainEqual(
      expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
    );
  }
});

test('beside the roles, only the alarms of this account may publish to the topic of people, and nobody to that of tools', () => {
  const policies = ofType(template, 'AWS::SNS::TopicPolicy').map(({ Properties }) => ({
    topic: text(Properties.Topics),
    allowing: statementsOf(Properties.PolicyDocument).filter(allows),
  }));
  expect(policies.map(({ topic, allowing }) => [topic, allowing.length]).sort()).toEqual([
    ['Notices', 1],
    ['Reports', 0],
  ]);
  const allowing = policies.flatMap((policy) => policy.allowing);
  expect(allowing[0]).toMatchObject({ Principal: { Service: 'cloudwatch.amazonaws.com' }, Action: 'sns:Publish' });
  expect(condition(allowing[0]?.Condition)).toBe(
    ' if StringEquals aws:SourceAccount AWS::AccountId' +
      ' if ArnLike aws:SourceArn arn:AWS::Partition:cloudwatch:AWS::Region:AWS::AccountId:alarm:*',
  );
});

const allows = ({ Effect }: Statement): boolean => Effect === 'Allow';

const statements = (of: Template, role: string): Statement[] =>
  ofType(of, 'AWS::IAM::Policy')
    .filter(({ Properties }) => text(Properties.Roles) === role)
    .flatMap(({ Properties }) => statementsOf(Properties.PolicyDocument));

/** Every action that a role has, and on what; an action that several statements allow has them all. */
function allowed(of: Template, role = 'ResponderRole'): Record<string, string> {
  const rights = new Map<string, string>();
  for (const { Action, Resource, Condition } of statements(of, role)) {
    for (const action of [Action].flat()) {
      const right = `${text(Resource)}${condition(Condition)}`;
      const earlier = rights.get(action);
      rights.set(action, earlier === undefined ? right : `${earlier} and ${right}`);
    }
  }
  return Object.fromEntries(rights);
}

function statementsOf(document: unknown): Statement[] {
  return (document as { Statement: Statement[] } | undefined)?.Statement ?? [];
}

function condition(operators: unknown): string {
  return Object.entries((operators ?? {}) as Record<string, Record<string, unknown>>)
    .flatMap(([operator, keys]) => Object.entries(keys).map(([key, value]) => ` if ${operator} ${key} ${text(value)}`))
    .join('');
}

/** A value of a template as one reads it: references by the name in our code, joins joined. */
function text(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(text).join(',');
  const [[name, argument] = []] = Object.entries(value as Record<string, unknown>);
  if (name === 'Ref') return ours(String(argument));
  if (name === 'Fn::GetAtt') return (argument as string[]).map(ours).join('.');
  if (name === 'Fn::Join') return (argument as [string, unknown[]])[1].map(text).join('');
  throw new TypeError(`${JSON.stringify(value)} is not known to this test`);
}

/** A logical id without the hash that the CDK adds. */
const ours = (id: string): string => id.replace(/[0-9A-F]{8}$/, '');
