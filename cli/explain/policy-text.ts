import { policyText as safe } from '../../functions/core/notice/escape.ts';
import { wrap } from '../../functions/core/notice/wrap.ts';
import type { Policy } from '../../functions/core/policy.ts';
import { banSection, type Section } from './ban-lines.ts';
import { exampleLines } from './example-lines.ts';
import { exemptionLines } from './exemption-lines.ts';
import { fateLines } from './fate-lines.ts';
import { meaningLines } from './meaning-lines.ts';
import { scopeLines } from './scope-lines.ts';

/** The width of a terminal that nobody has widened. */
const COLUMNS = 80;

/** The most characters of a policy's own texts; validate lets no more in. */
const LONGEST = 2000;

/**
 * A policy in English, for a colleague who has never seen one: what it forbids, of which groups, what happens, and examples
 * that are judged, not written. Lines of at most 80 columns; whatever a policy says of itself is escaped.
 */
export function policyText(policy: Policy): string {
  const { id, title, severity, mode, runbook, why, exemptions = [] } = policy;
  const watches = policy.ban.kind === 'watch';
  const sections: Section[] = [
    banSection(policy.ban),
    { heading: 'WHAT THE WORDS MEAN', lines: meaningLines(policy) },
    { heading: watches ? 'WHERE' : 'WHICH GROUPS', lines: scopeLines(policy) },
    { heading: 'WHAT IS EXEMPT', lines: exemptionLines(exemptions) },
    { heading: watches ? 'WHAT HAPPENS' : 'WHAT HAPPENS WHEN IT IS BROKEN', lines: fateLines(policy) },
    { heading: 'WHY IT EXISTS', lines: why === undefined ? [] : [why] },
    { heading: watches ? 'WHAT TO DO' : 'WHAT TO DO INSTEAD', lines: [runbook] },
  ];
  const examples = exampleLines(policy).flatMap(({ title: heading, lines }) => [
    ...wrap(`${heading}:`, 2, 2, COLUMNS),
    ...lines.flatMap((line) => wrap(safe(line, LONGEST), 4, 8, COLUMNS)),
  ]);
  return [
    ...wrap(safe(title, LONGEST), 0, 0, COLUMNS),
    ...wrap(`Policy ${id}, severity ${severity}, ${mode === 'off' ? 'off' : `in ${mode} mode`}`, 0, 2, COLUMNS),
    ...sections.flatMap(sectionLines),
    ...(examples.length > 0 ? ['', 'EXAMPLES', ...examples] : []),
  ].join('\n');
}

function sectionLines({ heading, lines }: Section): string[] {
  if (lines.length === 0) return [];
  const wrapped = lines.flatMap((line) => wrap(safe(line, LONGEST), 2, line.startsWith('- ') ? 4 : 2, COLUMNS));
  return ['', heading, ...wrapped];
}
