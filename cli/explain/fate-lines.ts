import type { Policy } from '../../functions/core/policy.ts';

/** What happens when a policy is broken, by its mode and remedy, in sentences. */
export function fateLines(policy: Policy): string[] {
  const { mode, ban, remedy } = policy;
  if (mode === 'off') return ['Nothing: the policy is off, and nothing is judged by it.'];
  if (ban.kind === 'watch') return ['People are told. What it watches is never undone.'];
  if (remedy === 'notify')
    return [`${MODE[mode]} People are told, and the remedy is only to tell: nothing is touched.`];
  const repairs = repairLines(policy);
  const told =
    mode === 'enforce'
      ? `${MODE.enforce} People are told, and within the limits of guardrails.yaml`
      : `${MODE.audit} People are told, and nothing is touched. In enforce mode`;
  return repairs.length === 1 ? [`${told} ${repairs[0]}.`] : [`${told}:`, ...repairs.map((line) => `- ${line}`)];
}

const MODE = { audit: 'The policy is in audit mode.', enforce: 'The policy is in enforce mode.' } as const;

function repairLines({ ban, remedy, pieces = 10 }: Policy): string[] {
  const frozen = ban.kind === 'freeze';
  switch (remedy) {
    case 'notify':
      return [];
    case 'revoke':
      return frozen
        ? ['a rule that is added is removed', 'one that is changed or taken away is told']
        : ['the rule is removed, the part of it that is within policy too: EC2 removes a rule only whole'];
    case 'narrow':
      return [
        'the rule is removed, and rules for the part of it that is within policy take its place',
        `where that would take more than ${pieces} of them, it is removed without`,
      ];
    case 'restore':
      if (ban.kind === 'require')
        return ['a rule that is taken away is put back, under a new id', 'one that is changed gets back what it had'];
      return [
        'a rule that is added is removed',
        frozen
          ? 'one that is changed gets back what it had'
          : 'one that is changed gets back what it had, or is removed where that is not known or not allowed either',
        frozen
          ? 'one that is taken away is put back, under a new id'
          : 'a prefix list whose change breaks the policy gets back its earlier entries',
      ];
    default:
      return remedy satisfies never;
  }
}
