import { expect, test } from 'vitest';
import {
  readDeletedAclEntry,
  readNewAclEntry,
  readReplacedAclEntry,
} from '../../../functions/core/record/network-acl.ts';
import type { Json } from '../../records/records.ts';
import { aclRecord } from '../../records/samples.ts';
import { onlyPart, PLACE } from './only-part.ts';

const ACL = 'acl-0123456789abcdef0';
const create = (request?: Json, parts?: Json) => aclRecord('CreateNetworkAclEntry', request, parts);
const R = 'requestParameters';

test.for<[request: Json, text: string]>([
  [{}, 'allow tcp 22 from 0.0.0.0/0'],
  [{ ruleAction: 'deny' }, 'deny tcp 22 from 0.0.0.0/0'],
  [{ cidrBlock: undefined, ipv6CidrBlock: '::/0' }, 'allow tcp 22 from ::/0'],
  [{ aclProtocol: '-1', portRange: {} }, 'allow all traffic from 0.0.0.0/0'],
  [{ aclProtocol: '17', portRange: { from: 0, to: 65535 } }, 'allow udp 0-65535 from 0.0.0.0/0'],
  [
    { aclProtocol: '1', portRange: {}, icmpTypeCode: { type: 8, code: -1 } },
    'allow icmp type 8 code any from 0.0.0.0/0',
  ],
  [{ aclProtocol: 6 }, 'allow tcp 22 from 0.0.0.0/0'],
  [{ cidrBlock: 'x' }, `allow traffic that can't be read (${R}.cidrBlock: "x" is no CIDR)`],
  [{ aclProtocol: undefined }, `allow traffic that can't be read (${R}.ipProtocol: undefined is no protocol)`],
  [{ ruleAction: 'x\n' }, '"x\\n" tcp 22 from 0.0.0.0/0'],
])('readNewAclEntry() says what the entry does, row %#', ([request, text]) => {
  const detail = `network ACL ${ACL} got ingress entry 90: ${text}`;
  expect(onlyPart(readNewAclEntry(create(request), PLACE))).toEqual({
    group: {},
    effect: { kind: 'watched', what: 'network-acls', detail },
  });
});

test.for<[name: string, read: typeof readNewAclEntry, record: Json, detail: string]>([
  [
    'readReplacedAclEntry()',
    readReplacedAclEntry,
    aclRecord('ReplaceNetworkAclEntry'),
    `ingress entry 90 of network ACL ${ACL} became: allow tcp 22 from 0.0.0.0/0`,
  ],
  [
    'readDeletedAclEntry()',
    readDeletedAclEntry,
    aclRecord('DeleteNetworkAclEntry'),
    `ingress entry 90 of network ACL ${ACL} was deleted`,
  ],
  [
    'readDeletedAclEntry()',
    readDeletedAclEntry,
    aclRecord('DeleteNetworkAclEntry', { networkAclId: 'x', ruleNumber: '100' }),
    'ingress entry 100 of network ACL "x" was deleted',
  ],
])('%s says what happened', ([, read, record, detail]) => {
  expect(onlyPart(read(record, PLACE))).toMatchObject({ effect: { detail } });
});

test.for([true, 'true'])('readNewAclEntry() ignores an egress entry, said as %j', (egress) => {
  expect(readNewAclEntry(create({ egress }), PLACE)).toEqual({ ignored: 'it is an egress entry of a network ACL' });
});

test.for<[name: string, record: Json, reason: string]>([
  ['the request is null', create({}, { requestParameters: null }), `${R}: null says nothing of what was done`],
  [
    'the request was cut',
    create({ portRange: { omitted: true } }),
    `${R}: CloudTrail left out a part of it, as the record was too large`,
  ],
  ['the direction is odd', create({ egress: 7 }), `${R}.egress: 7 is neither true nor false`],
])('readNewAclEntry() is unclear when %s', ([, record, reason]) => {
  expect(onlyPart(readNewAclEntry(record, PLACE))).toEqual({ group: {}, effect: { kind: 'unclear', reason } });
});
