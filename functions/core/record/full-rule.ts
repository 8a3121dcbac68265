import type { AccountId } from '../ids.ts';
import type { Rule } from '../rule.ts';
import {
  type ReadSource,
  readCidrSource,
  readGroupIdSource,
  readGroupSource,
  readListSource,
} from './ingress-source.ts';
import { descriptionAt, trafficAt } from './ingress-traffic.ts';
import { type Entry, field, isAbsent, type Problem, problem, quoted } from './record-fields.ts';

/** Where a rule in full holds its one source: EC2 answers with an object for a group, takes and revokes it by its id. */
const SOURCES: Readonly<Record<string, ReadSource>> = {
  cidrIpv4: readCidrSource,
  cidrIpv6: readCidrSource,
  prefixListId: readListSource,
  referencedGroupInfo: readGroupSource,
  referencedGroupId: readGroupIdSource,
};

/** A rule that a record spells out as one object, without its id: traffic, source and description. */
export function readFullRule(entry: Entry, account: AccountId): Rule | Problem {
  const traffic = trafficAt(entry);
  if ('problem' in traffic) return traffic;
  const [key, ...others] = sourceKeys(entry);
  const read = key === undefined ? undefined : SOURCES[key];
  if (key === undefined || !read) return problem(entry.path, 'the rule has no source');
  if (others.length > 0)
    return problem(entry.path, `the rule has more than one source: ${[key, ...others].join(', ')}`);
  const source = read(field(entry.fields, key), `${entry.path}.${key}`, account);
  return 'problem' in source ? source : { ...traffic, source, ...descriptionAt(entry) };
}

/** Whether an object says anything of a rule beside its id. */
export const hasContent = (entry: Entry): boolean =>
  sourceKeys(entry).length > 0 ||
  ['ipProtocol', 'fromPort', 'toPort'].some((key) => !isAbsent(field(entry.fields, key)));

/** Those rules in a response that are ingress rules; a direction that is not said means ingress. */
export function ingressOf(entries: readonly Entry[]): readonly Entry[] | Problem {
  const ingress: Entry[] = [];
  for (const entry of entries) {
    const egress = isEgress(entry, 'isEgress');
    if (typeof egress === 'object') return egress;
    if (!egress) ingress.push(entry);
  }
  return ingress;
}

/** Whether a member says egress; one that is absent says ingress. */
export function isEgress({ path, fields }: Entry, key: string): boolean | Problem {
  const value = field(fields, key);
  if (isAbsent(value)) return false;
  const text = String(typeof value === 'object' ? '' : value).toLowerCase();
  if (text === 'true' || text === 'false') return text === 'true';
  return problem(`${path}.${key}`, `${quoted(value)} is neither true nor false`);
}

const sourceKeys = ({ fields }: Entry): string[] => Object.keys(SOURCES).filter((key) => !isAbsent(field(fields, key)));
