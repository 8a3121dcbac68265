import { expect, test } from 'vitest';
import { readRecord } from '../../functions/core/read-record.ts';
import {
  ACCOUNT,
  assumedRole,
  authorizeRecord,
  envelope,
  GROUP,
  type Json,
  modifyRecord,
  record,
  ruleIdOf,
} from '../records/records.ts';
import { taggingRecord, tagsRecord } from '../records/samples.ts';

const OTHER_ACCOUNT = '123456789012';
const OWN_ROLE = `arn:aws:iam::${ACCOUNT}:role/portcullis/responder`;
const parts = (changed: Json): Json => authorizeRecord({ parts: changed });

test.for([
  [
    'bare',
    authorizeRecord({ permissions: [{ protocol: 'tcp', from: 22, to: 22, ipv4: ['0.0.0.0/0'], description: 'me' }] }),
  ],
  [
    'in an envelope',
    envelope(
      authorizeRecord({ permissions: [{ protocol: 'tcp', from: 22, to: 22, ipv4: ['0.0.0.0/0'], description: 'me' }] }),
    ),
  ],
] as const)('readRecord() reads the whole change when the record comes %s', ([, input]) => {
  expect(readRecord(input)).toEqual({
    kind: 'changes',
    changes: [
      {
        eventId: '6f1d2c3b-4a59-4687-9e7d-0123456789ab',
        eventName: 'AuthorizeSecurityGroupIngress',
        time: '2026-11-23T12:00:00Z',
        account: ACCOUNT,
        region: 'eu-west-1',
        actor: {
          kind: 'user',
          name: 'ada',
          arn: `arn:aws:iam::${ACCOUNT}:user/ada`,
          account: ACCOUNT,
          address: '198.51.100.7',
          userAgent: 'aws-cli/2.31.0 md/awscrt#0.27.6 ua/2.1 os/linux',
          tool: 'AWS CLI',
        },
        group: { id: GROUP },
        effect: {
          kind: 'added',
          rules: [
            {
              id: ruleIdOf(1),
              protocol: 6,
              from: 22,
              to: 22,
              source: { kind: 'cidr', cidr: '0.0.0.0/0' },
              description: 'me',
            },
          ],
        },
      },
    ],
  });
});

const unclear: [name: string, input: Json, group: Json, reason: string][] = [
  [
    'envelope and record name two accounts',
    envelope(authorizeRecord(), { account: OTHER_ACCOUNT }),
    { id: GROUP },
    `account: the event came from ${OTHER_ACCOUNT}, its record from ${ACCOUNT}`,
  ],
  [
    'the envelope was sent by someone else than AWS',
    envelope(authorizeRecord(), { source: 'custom' }),
    { id: GROUP },
    'source: "custom" is not "aws.ec2"',
  ],
  [
    'the envelope is that of another service',
    envelope(taggingRecord('TagResources')),
    { id: GROUP },
    'source: "aws.ec2" is not "aws.tagging"',
  ],
  [
    'the call did nothing',
    parts({ responseElements: { _return: 'False' } }),
    { id: GROUP },
    'responseElements._return: the call did nothing, yet the record has no error',
  ],
  [
    'a call of the newer dialect did nothing',
    modifyRecord({}, { responseElements: { ModifySecurityGroupRulesResponse: { return: false } } }),
    { id: GROUP },
    'responseElements.return: the call did nothing, yet the record has no error',
  ],
  [
    'neither request nor response tells',
    parts({ requestParameters: null, responseElements: null }),
    {},
    'requestParameters: null says nothing of the rules',
  ],
];

test.for(unclear)('readRecord() is unclear when %s', ([, input, group, reason]) => {
  expect(readRecord(input)).toMatchObject({ changes: [{ group, effect: { kind: 'unclear', reason } }] });
});

const refused = { errorCode: 'Client.UnauthorizedOperation', errorMessage: 'You are not authorized' };

const ignored: [name: string, input: unknown, reason: string][] = [
  [
    'the rule was there before',
    parts({ errorCode: 'Client.InvalidPermission.Duplicate' }),
    'the call failed: Client.InvalidPermission.Duplicate',
  ],
  ['the caller was not allowed', parts(refused), 'the call failed: Client.UnauthorizedOperation'],
  [
    'it was a dry run',
    modifyRecord({}, { errorCode: 'Client.DryRunOperation' }),
    'the call failed: Client.DryRunOperation',
  ],
  ['the call failed with a message only', parts({ errorMessage: 'Refused\n' }), 'the call failed: Refused\\n'],
  ['the call failed with a number', parts({ errorCode: 403 }), 'the call failed: 403'],
  [
    'a failed call lacks its id',
    parts({ ...refused, eventID: undefined }),
    'the call failed: Client.UnauthorizedOperation',
  ],
  [
    'the event is of no interest',
    record('DescribeSecurityGroups'),
    '"DescribeSecurityGroups" of "ec2.amazonaws.com" is not handled',
  ],
  [
    'it lacks its id too',
    { eventName: 'GetObject', eventSource: 's3.amazonaws.com' },
    '"GetObject" of "s3.amazonaws.com" is not handled',
  ],
  [
    'only descriptions were changed',
    record('UpdateSecurityGroupRuleDescriptionsIngress'),
    '"UpdateSecurityGroupRuleDescriptionsIngress" of "ec2.amazonaws.com" is not handled',
  ],
  [
    'the tagging API did not record its own event',
    taggingRecord('TagResources', {}, { eventSource: 'ec2.amazonaws.com' }),
    '"TagResources" of "ec2.amazonaws.com" is not handled',
  ],
  ['an instance was tagged', tagsRecord('CreateTags', ['i-0123456789abcdef0']), 'it tags no security group'],
  [
    'another service has such an event',
    parts({ eventSource: 'x' }),
    '"AuthorizeSecurityGroupIngress" of "x" is not handled',
  ],
  ['the event is called constructor', record('constructor'), '"constructor" of "ec2.amazonaws.com" is not handled'],
  ['the event is called __proto__', record('__proto__'), '"__proto__" of "ec2.amazonaws.com" is not handled'],
  [
    'Portcullis made the call',
    parts({ userIdentity: assumedRole('portcullis/responder') }),
    'made by Portcullis itself',
  ],
  [
    'Portcullis made the call under its plain ARN',
    parts({ userIdentity: { arn: OWN_ROLE } }),
    'made by Portcullis itself',
  ],
];

test.for(ignored)('readRecord() ignores a record when %s', ([, input, reason]) => {
  expect(readRecord(input, OWN_ROLE)).toEqual({ kind: 'ignored', reason });
  expect(readRecord(envelope(input), OWN_ROLE)).toEqual({ kind: 'ignored', reason });
});

test.for([
  ['another role made the call', parts({ userIdentity: assumedRole('portcullis/other') }), OWN_ROLE],
  ['a role of the same name has another path', parts({ userIdentity: assumedRole('responder') }), OWN_ROLE],
  ['the own role is not known', parts({ userIdentity: assumedRole('portcullis/responder') }), undefined],
  ['the own role is empty', parts({ userIdentity: { arn: '' } }), ''],
  ['the error is an empty one', parts({ errorCode: '', errorMessage: null }), OWN_ROLE],
  ['the error is false', parts({ errorCode: false, errorMessage: {} }), OWN_ROLE],
] as const)('readRecord() reads the change when %s', ([, input, ownRole]) => {
  expect(readRecord(input, ownRole)).toMatchObject({ changes: [{ effect: { kind: 'added' } }] });
});
