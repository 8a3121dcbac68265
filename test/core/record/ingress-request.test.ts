import { expect, test } from 'vitest';
import { accountId } from '../../../functions/core/ids.ts';
import { readRequestRules } from '../../../functions/core/record/ingress-request.ts';
import { ruleText } from '../../../functions/core/rule.ts';
import {
  ACCOUNT,
  authorizeRecord,
  flatRecord,
  type Json,
  type Permission,
  sourceGroupRecord,
} from '../../records/records.ts';

const SG = 'sg-0fedcba9876543210';
const LIST = 'pl-0123456789abcdef0';
const OTHER = '123456789012';

function read(request: unknown): readonly string[] | string {
  const account = accountId(ACCOUNT);
  const rules = account ? readRequestRules(request, account) : [];
  return 'problem' in rules ? rules.problem : rules.map(ruleText);
}

/** A request as the builder makes it. */
const asked = (...permissions: Permission[]): unknown => authorizeRecord({ permissions }).requestParameters;
/** A request in the words of the record. */
const raw = (...items: unknown[]): Json => ({ ipPermissions: { items } });
const tcp = (port: number, ...ipv4: string[]): Permission => ({ protocol: 'tcp', from: port, to: port, ipv4 });
const all = (protocol: string | number, from?: number, to?: number): unknown =>
  asked({ protocol, ...(from !== undefined && { from }), ...(to !== undefined && { to }), ipv4: ['0.0.0.0/0'] });
const range = { ipRanges: { items: [{ cidrIp: '10.0.0.0/8' }] } };
const flat = (parts: Json): Json => ({ groupName: 'web', ipPermissions: {}, ...parts });
const grant = (group: string) => [
  `tcp 0-65535 from ${group}`,
  `udp 0-65535 from ${group}`,
  `icmp type any code any from ${group}`,
];

const shapes: [name: string, request: unknown, rules: string[]][] = [
  ['one range', asked(tcp(22, '0.0.0.0/0')), ['tcp 22 from 0.0.0.0/0']],
  [
    'several permissions with several ranges',
    asked(tcp(443, '192.0.2.0/24', '198.51.100.0/24'), tcp(80, '192.0.2.0/24')),
    ['tcp 443 from 192.0.2.0/24', 'tcp 443 from 198.51.100.0/24', 'tcp 80 from 192.0.2.0/24'],
  ],
  [
    'IPv4 and IPv6 in one permission',
    asked({ protocol: 'tcp', from: 0, to: 65535, ipv4: ['0.0.0.0/0'], ipv6: ['2001:DB8:0::/32'] }),
    ['tcp 0-65535 from 0.0.0.0/0', 'tcp 0-65535 from 2001:db8::/32'],
  ],
  ['a prefix list only', asked({ protocol: 'tcp', from: 22, to: 22, lists: [LIST] }), [`tcp 22 from ${LIST}`]],
  ['a group only', asked({ protocol: 'tcp', from: 22, to: 22, groups: [{ groupId: SG }] }), [`tcp 22 from ${SG}`]],
  [
    'a CIDR and a group',
    asked({ ...tcp(22, '10.0.0.0/8'), groups: [{ groupId: SG }] }),
    [`tcp 22 from ${SG}`, 'tcp 22 from 10.0.0.0/8'],
  ],
  ['all protocols without ports', all('-1'), ['all traffic from 0.0.0.0/0']],
  ['a protocol without ports', all(50), ['protocol 50 from 0.0.0.0/0']],
  [
    'host bits',
    asked(tcp(22, '203.0.113.7/0', '100.68.0.18/18')),
    ['tcp 22 from 0.0.0.0/0', 'tcp 22 from 100.68.0.0/18'],
  ],
  [
    'plain lists',
    { ipPermissions: [{ ipProtocol: '-1', groups: [], ipRanges: [{ cidrIp: '10.0.0.0/8' }] }] },
    ['all traffic from 10.0.0.0/8'],
  ],
  [
    'objects for lists of one',
    { ipPermissions: { ipProtocol: '-1', ipRanges: { cidrIp: '10.0.0.0/8' } } },
    ['all traffic from 10.0.0.0/8'],
  ],
  ['objects in `items`', { ipPermissions: { items: { ipProtocol: '-1', ...range } } }, ['all traffic from 10.0.0.0/8']],
  [
    'null and empty collections',
    raw({ ipProtocol: '-1', groups: null, ipv6Ranges: { items: [] }, ...range }),
    ['all traffic from 10.0.0.0/8'],
  ],
  [
    'keys that mean nothing',
    raw({ ipProtocol: '-1', tag: 1, note: 'x', extra: {}, ...range }),
    ['all traffic from 10.0.0.0/8'],
  ],
  ['the flat form', flatRecord({ from: 0, to: 1024 }).requestParameters, ['tcp 0-1024 from 0.0.0.0/0']],
  [
    'the flat form with IPv6',
    flat({ ipProtocol: 'udp', fromPort: '53', toPort: '53', cidrIpv6: '::/0' }),
    ['udp 53 from ::/0'],
  ],
  [
    'the flat form beside permissions',
    { ...raw({ ipProtocol: '-1', ...range }), ipProtocol: '50', cidrIp: '::/0' },
    ['protocol 50 from ::/0', 'all traffic from 10.0.0.0/8'],
  ],
  ['a flat source group', sourceGroupRecord().requestParameters, grant('group build-agents')],
  ['a foreign flat source group', sourceGroupRecord('b', OTHER).requestParameters, grant(`group ${OTHER}/b`)],
  [
    'a flat source group in capitals',
    flat({ SourceSecurityGroupName: 'b', SourceSecurityGroupOwnerId: OTHER }),
    grant(`group ${OTHER}/b`),
  ],
  [
    'as many rules as EC2 allows',
    asked(...Array.from({ length: 1000 }, () => tcp(1, '10.0.0.0/8'))),
    Array(1000).fill('tcp 1 from 10.0.0.0/8'),
  ],
];

test.for(shapes)('readRequestRules() reads %s', ([, request, rules]) => {
  expect(read(request)).toEqual(rules);
});

const I = 'requestParameters.ipPermissions.items[0]';
const CUT = 'requestParameters: CloudTrail left out a part of it, as the record was too large';
const MANY = Array.from({ length: 1000 }, () => '10.0.0.0/8');

const problems: [name: string, request: unknown, problem: string][] = [
  ['the request is null', null, 'requestParameters: null says nothing of the rules'],
  ['the request was edited', 'Sanitized', 'requestParameters: "Sanitized" says nothing of the rules'],
  ['the request was cut', { omitted: true, originalSize: 300_000 }, CUT],
  [
    'a part of the request was cut',
    raw({ ipProtocol: '-1', ipRanges: [{ cidrIp: '10.0.0.0/8' }, { omitted: 'true' }] }),
    CUT,
  ],
  ['it names no rule', { groupId: SG, ipPermissions: {} }, 'requestParameters: it names no rule'],
  ['a CIDR is too long', asked(tcp(22, '10.0.0.0/33')), `${I}.ipRanges.items[0].cidrIp: "10.0.0.0/33" is no CIDR`],
  ['a CIDR is missing', raw({ ipProtocol: '-1', ipRanges: [{}] }), `${I}.ipRanges[0].cidrIp: undefined is no CIDR`],
  [
    'an IPv6 CIDR is none',
    asked({ protocol: '-1', ipv6: ['::/129'] }),
    `${I}.ipv6Ranges.items[0].cidrIpv6: "::/129" is no CIDR`,
  ],
  [
    'a later permission is bad',
    asked(tcp(22, '10.0.0.0/8'), tcp(22, 'home')),
    `${I.replace('0', '1')}.ipRanges.items[0].cidrIp: "home" is no CIDR`,
  ],
  [
    'a list id is none',
    asked({ protocol: '-1', lists: ['pl-x'] }),
    `${I}.prefixListIds.items[0].prefixListId: "pl-x" is no prefix list id`,
  ],
  [
    'a group id is none',
    asked({ protocol: '-1', groups: [{ groupId: 'sg-x' }] }),
    `${I}.groups.items[0].groupId: "sg-x" is no group id`,
  ],
  ['the protocol is unknown', all('quic', 22, 22), `${I}: protocol "quic" is not known`],
  ['a permission has no source', asked(tcp(1)), `${I}: the permission has no source`],
  [
    'a kind of source is unknown',
    raw({ ipProtocol: '-1', ...range, vpns: ['x'] }),
    `${I}: "vpns" is no known kind of source`,
  ],
  [
    'a key is constructor',
    raw({ ipProtocol: '-1', ...range, constructor: [1] }),
    `${I}: "constructor" is no known kind of source`,
  ],
  [
    'a key is __proto__',
    raw(JSON.parse('{"ipProtocol":"-1","__proto__":{"a":1}}')),
    `${I}: "__proto__" is no known kind of source`,
  ],
  ['a permission is a text', raw('tcp 22'), `${I}: "tcp 22" is no object`],
  ['the permissions are a text', { ipPermissions: 'many' }, 'requestParameters.ipPermissions: "many" is no list'],
  [
    'a range is a text',
    raw({ ipProtocol: '-1', ipRanges: ['10.0.0.0/8'] }),
    `${I}.ipRanges[0]: "10.0.0.0/8" is no object`,
  ],
  ['flat ports have no source', flat({ ipProtocol: 'tcp' }), 'requestParameters: ipProtocol without any source'],
  [
    'a flat CIDR is none',
    flat({ ipProtocol: '-1', cidrIp: '10.0.0.0' }),
    'requestParameters.cidrIp: "10.0.0.0" is no CIDR',
  ],
  [
    'a flat protocol is none',
    flat({ ipProtocol: 'x', cidrIp: '10.0.0.0/8' }),
    'requestParameters: protocol "x" is not known',
  ],
  [
    'a flat source group comes with a CIDR',
    flat({ sourceSecurityGroupName: 'b', cidrIp: '10.0.0.0/8' }),
    'requestParameters.cidrIp: EC2 takes it together with sourceSecurityGroupName for no rule',
  ],
  [
    'there are more rules than EC2 allows',
    asked(tcp(1, '10.0.0.0/8'), tcp(2, ...MANY)),
    `${I.replace('0', '1')}.ipRanges: more rules than 1000, the most that EC2 allows a group`,
  ],
];

test.for(problems)('readRequestRules() says what is wrong when %s', ([, request, problem]) => {
  expect(read(request)).toBe(problem);
});
