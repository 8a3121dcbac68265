import { expect, test } from 'vitest';
import { accountId } from '../../../functions/core/ids.ts';
import { accountOf, doubtOf, regionOf } from '../../../functions/core/record/delivery.ts';
import { ACCOUNT, authorizeRecord, envelope, type Json } from '../../records/records.ts';

const OTHER = '123456789012';
const record = (parts: Json): Json => authorizeRecord({ parts });
const nowhere = { recipientAccountId: undefined, userIdentity: {} };

const accounts: [name: string, record: Json, envelope: Json | undefined, account: string | undefined][] = [
  ['the recipient', record({ userIdentity: { accountId: OTHER } }), undefined, ACCOUNT],
  ['the recipient as a number', record({ recipientAccountId: Number(OTHER) }), undefined, OTHER],
  ['the envelope', record(nowhere), envelope({}), ACCOUNT],
  [
    'the envelope when the recipient was edited',
    record({ recipientAccountId: 'x' }),
    envelope({}, { account: OTHER }),
    OTHER,
  ],
  ['the caller', record({ ...nowhere, userIdentity: { accountId: OTHER } }), undefined, OTHER],
  ['nowhere', record(nowhere), envelope({}, { account: '1' }), undefined],
];

test.for(accounts)('accountOf() takes the account from %s', ([, record, envelope, account]) => {
  expect(accountOf(record, envelope)).toBe(account);
});

test.for([
  [record({}), undefined, 'eu-west-1'],
  [record({ awsRegion: 'us-northeast-1r' }), envelope({}), 'us-northeast-1r'],
  [record({ awsRegion: undefined }), envelope({}), 'eu-west-1'],
  [record({ awsRegion: undefined }), undefined, undefined],
  [record({ awsRegion: 'eu-west-1\n' }), undefined, undefined],
  [record({ awsRegion: 'x'.repeat(33) }), undefined, undefined],
  [record({ awsRegion: ['eu-west-1'] }), undefined, undefined],
] as const)('regionOf() reads row %$', ([record, envelope, region]) => {
  expect(regionOf(record, envelope)).toBe(region);
});

const doubts: [name: string, envelope: Json | undefined, doubt: string | undefined][] = [
  ['no doubt of a bare record', undefined, undefined],
  ['no doubt of what EventBridge delivers', envelope({}), undefined],
  ['no doubt of an envelope without its parts', { detail: {} }, undefined],
  [
    'a doubt when the accounts differ',
    envelope({}, { account: OTHER }),
    `account: the event came from ${OTHER}, its record from ${ACCOUNT}`,
  ],
  [
    'a doubt when the source is not AWS',
    envelope({}, { source: 'custom.ec2' }),
    'source: "custom.ec2" is not "aws.ec2"',
  ],
  ['a doubt when the source is no text', envelope({}, { source: 7 }), 'source: 7 is not "aws.ec2"'],
];

test.for(doubts)('doubtOf() has %s', ([, envelope, doubt]) => {
  const account = accountId(ACCOUNT);
  expect(account && doubtOf(envelope, 'ec2.amazonaws.com', account)).toBe(doubt);
});
