import type { Repair } from '../../functions/core/repair.ts';
import { ruleText } from '../../functions/core/rule.ts';
import { listed } from '../explain/listed.ts';
import type { Weighed } from './weigh.ts';

/** What comes of a rule that is added, in a sentence or two. */
export function fateText({ verdict, fate }: Weighed): string {
  if (verdict === 'compliant') return 'Nothing: no policy that covers the group forbids any of it.';
  if (verdict === 'exempt') return 'Nothing: what a policy forbids of it is excused by an exemption, and noted.';
  if (!fate) return 'It is told as undetermined, and stays: what is not certain is never touched.';
  const { mode, by, choice } = fate;
  const those = `${listed(by)} ${by.length === 1 ? 'is' : 'are'}`;
  switch (choice.kind) {
    case 'tell':
      return `It is told, and stays: the remedy of ${listed(by)} is only to tell.`;
    case 'hold':
      return `It is told, and stays: ${choice.reason}.`;
    case 'repair': {
      const why = choice.instead === undefined ? '' : ` (${choice.instead})`;
      if (mode === 'enforce')
        return `It is told, and ${repairText(choice.repair, 'is')}${why}: ${those} in enforce mode.`;
      return `It is told, and stays: ${those} in audit mode. In enforce mode ${repairText(choice.repair, 'would be')}${why}.`;
    }
    default:
      return choice satisfies never;
  }
}

function repairText(repair: Repair, be: 'is' | 'would be'): string {
  switch (repair.kind) {
    case 'revoke':
      return `the rule ${be} removed whole`;
    case 'narrow':
      return `the rule ${be} removed, and in its place added: ${repair.remainder.map(ruleText).join('; ')}`;
    case 'restore':
      return `the rule ${be} changed back`;
    case 'put-back':
      return `the rule ${be} put back`;
    case 'restore-list':
      return `prefix list ${repair.list} ${be} restored`;
    default:
      return repair satisfies never;
  }
}
