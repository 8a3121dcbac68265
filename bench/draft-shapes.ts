import { draftReport } from '../functions/core/draft.ts';
import type { Report } from '../functions/core/report.ts';
import type { Rule } from '../functions/core/rule.ts';
import { context, policy, rule } from '../test/core/arbitraries.ts';
import { ruleIdOf } from '../test/records/records.ts';

/** A new group, all of whose rules are judged at once. */
export type DraftWorkload = {
  readonly name: string;
  /** As of a `Workload`. */
  readonly goal: number;
  readonly make: (count: number) => { readonly standing: readonly Rule[]; readonly draft: () => Report };
};

/** Denies every port, so that each rule is in the company of all others. */
const EVERY_PORT = [
  policy(
    { kind: 'deny', statements: [{ protocols: [6], ports: [[0, 65535]], sources: [{ kind: 'anywhere' }] }] },
    { mode: 'enforce' },
  ),
];

const QUARTERS = ['0.0.0.0/2', '64.0.0.0/2', '128.0.0.0/2', '192.0.0.0/2'];

/** New groups of wide rules that overlap, each in another shape. */
export const draftShapes = (): readonly DraftWorkload[] => [
  shape('rules of a new group, quarters of the internet, on ranges of ports that overlap', (at) =>
    rule('tcp', [at, at + 30_000], QUARTERS[at % 3] ?? '', ruleIdOf(at)),
  ),
  shape('rules of a new group, ports within ports, open together', (at) =>
    rule('tcp', [at, 65535 - at], at < 2 ? (QUARTERS[at] ?? '') : `${128 + (at & 63)}.${at >> 6}.0.0/16`, ruleIdOf(at)),
  ),
];

function shape(name: string, standing: (at: number) => Rule): DraftWorkload {
  return {
    name,
    // Sorting a hundred times as much takes three hundred times as long.
    goal: 3,
    make: (count) => {
      const rules = Array.from({ length: count }, (_, at) => standing(at));
      return { standing: rules, draft: () => draftOf([...rules]) };
    },
  };
}

function draftOf(standing: readonly Rule[]): Report {
  const { account, region, group, ...known } = context(standing);
  const change = {
    eventId: 'event',
    eventName: 'CreateSecurityGroup',
    time: '2026-11-23T12:00:00Z',
    account,
    region,
    actor: { kind: 'user' as const, name: 'anna' },
    group: { ...(group.id && { id: group.id }) },
    effect: { kind: 'created' as const },
  };
  const judgement = { change, live: { standing, egress: [] }, context: { account, region, group, ...known } };
  return draftReport(judgement, EVERY_PORT, '2026-11-23T12:00:05Z');
}
