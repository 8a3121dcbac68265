import type { Repair } from '../repair.ts';
import type { ReportedRule } from '../report.ts';
import { nameText } from './escape.ts';
import { repairOf } from './reported-rules.ts';

/** A prefix list and the version that it gets back: `prefix list pl-0123456789abcdef0 its version 3`. */
const listAndVersion = ({ list, version }: Extract<Repair, { kind: 'restore-list' }>): string =>
  `prefix list ${nameText(list)} its version ${version}`;

/** The verb of repairs with what it applies to: `remove it`, `change both rules back`; `repair` where they differ. */
export function repairPhrase(rules: readonly ReportedRule[], them: string, form: 'do' | 'done'): string {
  const repairs = rules.map(repairOf);
  const [first] = repairs;
  const alike = repairs.every(({ kind }) => kind === first?.kind);
  const verb = (plain: string, participle: string) => (form === 'do' ? plain : participle);
  if (!first || !alike) return `${verb('repair', 'repaired')} ${them}`;
  switch (first.kind) {
    case 'revoke':
      return `${verb('remove', 'removed')} ${them}`;
    case 'narrow':
      return `${verb('narrow', 'narrowed')} ${them}`;
    case 'restore':
      return `${verb('change', 'changed')} ${them} back`;
    case 'put-back':
      return `put ${them} back`;
    case 'restore-list':
      return `${verb('give', 'given')} ${listAndVersion(first)} back`;
    default:
      return first satisfies never;
  }
}

/** The past participle of a repair, for a list: `removed`. */
export function repairedWord({ kind }: Repair): string {
  switch (kind) {
    case 'revoke':
      return 'removed';
    case 'narrow':
      return 'narrowed';
    case 'restore':
      return 'changed back';
    case 'put-back':
      return 'put back';
    case 'restore-list':
      return 'repaired through its prefix list';
    default:
      return kind satisfies never;
  }
}
