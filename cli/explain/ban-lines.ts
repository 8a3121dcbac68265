import type { Ban, Statement, WatchedKind } from '../../functions/core/policy.ts';
import { ALL_PROTOCOLS } from '../../functions/core/rule.ts';
import { statementWords } from './statement-words.ts';

/** A heading and sentences or points (which begin with a hyphen) that say what a policy forbids. */
export type Section = { readonly heading: string; readonly lines: readonly string[] };

/** What a ban forbids, in words. */
export function banSection(ban: Ban): Section {
  switch (ban.kind) {
    case 'deny':
      return {
        heading: 'WHAT IT FORBIDS',
        lines: [
          ...sentence('No ingress rule may let in', ban.statements, 'any'),
          ...(forbidsAll(ban.statements) ? [] : ['Of a rule that lets in more than that, only this part offends.']),
        ],
      };
    case 'only':
      return {
        heading: 'WHAT IT ALLOWS',
        lines: [
          ...sentence('Ingress rules may let in', ban.statements, 'all'),
          'Nothing else: whatever more a rule lets in is the part of it that offends.',
        ],
      };
    case 'freeze':
      return {
        heading: 'WHAT IT FORBIDS',
        lines: ['No ingress rule may be added, changed or taken away, whatever it lets in.'],
      };
    case 'require':
      return {
        heading: 'WHAT IT REQUIRES',
        lines: [
          ...sentence('It has to stay possible to reach the group by', ban.statements, 'all'),
          'Taking a rule away, or changing it, breaks the policy as far as no other rule of the group lets the same in.',
        ],
      };
    case 'watch':
      return { heading: 'WHAT IT WATCHES', lines: ['It tells of every call that:', ...ban.events.map(watchedPoint)] };
    default:
      return ban satisfies never;
  }
}

const forbidsAll = (statements: readonly Statement[]): boolean =>
  statements.some(
    ({ protocols, ports, sources }) =>
      protocols.includes(ALL_PROTOCOLS) && !ports && sources.some(({ kind }) => kind === 'any'),
  );

function sentence(start: string, statements: readonly Statement[], whole: 'any' | 'all'): string[] {
  const [first, ...more] = statements.map((statement) => statementWords(statement, whole));
  if (first !== undefined && more.length === 0) return [`${start} ${first.replace(/,(?= from)/, '')}.`];
  return [`${start}:`, ...statements.map((statement) => `- ${statementWords(statement, whole)}`)];
}

const WATCHED: Readonly<Record<WatchedKind, string>> = {
  attachments: "makes a security group's rules hold for other network interfaces, instances or VPCs",
  'network-acls': "adds, replaces or deletes an entry of a network ACL, a subnet's own firewall",
  'block-public-access': "changes the block public access options of the account's VPCs, or excludes a VPC or subnet",
};

const watchedPoint = (kind: WatchedKind): string => `- ${WATCHED[kind]} (${kind})`;
