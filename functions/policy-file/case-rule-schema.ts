import type * as z from 'zod';
import { accountId, groupId, prefixListId } from '../core/ids.ts';
import { hasPorts, isIcmp, type Rule, readTraffic, type Source } from '../core/rule.ts';
import { field, type Reading, unknownWord, wrongType } from './field.ts';
import { ALWAYS, addFault, has, map } from './shape.ts';
import { badId, GROUP_SHAPE, LIST_SHAPE, looksLikeAddresses, readCidr } from './source-field.ts';
import { protocolName } from './statement-schema.ts';
import { icmp, protocol, rulePorts } from './traffic-fields.ts';

const ALLOWED = ['a CIDR', 'pl-...', 'sg-...', '<12 digits>/sg-... for a group of another account'];

const ruleSource = field(
  { type: 'string', description: 'A CIDR, pl-..., sg-..., or <account>/sg-... for a group of another account' },
  (value): Reading<Source> => {
    if (typeof value !== 'string') return wrongType(`one of ${ALLOWED.join(', ')}`, value);
    const foreign = /^(\d{12})\/(sg-.*)$/.exec(value);
    if (foreign || value.startsWith('sg-')) {
      const [account, id] = [accountId(foreign?.[1]), groupId(foreign?.[2] ?? value)];
      return id ? { value: { kind: 'group', id, ...(account && { account }) } } : badId(value, GROUP_SHAPE);
    }
    if (value.startsWith('pl-')) {
      const id = prefixListId(value);
      return id ? { value: { kind: 'list', id } } : badId(value, LIST_SHAPE);
    }
    if (!looksLikeAddresses(value)) return unknownWord(value, ALLOWED);
    const cidr = readCidr(value, 'drop');
    return 'value' in cidr ? { value: { kind: 'cidr', cidr: cidr.value } } : cidr;
  },
);

const keys = map({
  protocol,
  ports: rulePorts.optional(),
  icmp: icmp.optional(),
  source: ruleSource,
});

/**
 * A rule of a case, normalised as EC2 does: host bits are dropped, and a protocol without ports stands for all its traffic
 * whatever ports are given.
 */
export const caseRule = keys.superRefine(checkKeys, ALWAYS).transform((given): Rule => {
  const { protocol, ports, icmp, source } = given;
  const number = (value: number | 'any' | undefined) => (value === undefined || value === 'any' ? -1 : value);
  const traffic = readTraffic(
    icmp
      ? { protocol, from: number(icmp.type), to: number(icmp.code) }
      : { protocol, from: ports?.[0], to: ports?.[1] },
  );
  if ('problem' in traffic) throw new TypeError(`A checked rule cannot be read: ${traffic.problem}`);
  return { ...traffic, source };
});

function checkKeys(value: z.output<typeof keys>, context: z.core.$RefinementCtx<unknown>): void {
  const protocol: unknown = has(value, 'protocol') ? value.protocol : undefined;
  if (typeof protocol !== 'number') return;
  const name = protocolName(protocol);
  if (has(value, 'ports') && isIcmp(protocol)) {
    addFault(context, 'conflict', `Protocol ${name} has no ports; give icmp: { type, code }`, ['ports']);
  }
  if (!has(value, 'icmp')) return;
  if (!isIcmp(protocol)) {
    const instead = hasPorts(protocol) ? 'give ports' : 'leave icmp out';
    addFault(context, 'conflict', `Protocol ${name} has no types and codes; ${instead}`, ['icmp']);
  }
  const { type, code } = (value.icmp ?? {}) as { type?: unknown; code?: unknown };
  if ((type === undefined || type === 'any') && typeof code === 'number') {
    addFault(context, 'conflict', 'EC2 has no rule for one code of every type; give the type too', ['icmp', 'code']);
  }
}
