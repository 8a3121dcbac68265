import type { Exemption } from '../../functions/core/exemption.ts';
import type { Statement } from '../../functions/core/policy.ts';
import { cidr } from './arbitraries.ts';

/** The time at which tests of exemptions judge. */
export const NOW = '2026-11-25T12:00:00Z';

/** An exemption of `web-*` from policy `p`, in force at NOW. */
export const exemption = (traffic: readonly Statement[], more: Partial<Exemption> = {}): Exemption => ({
  id: 'e',
  policy: 'p',
  group: { groups: ['web-*'] },
  traffic,
  owner: 'anna',
  reason: 'Vendor support',
  ticket: 'OPS-1',
  from: '2026-11-01T00:00:00Z',
  until: '2026-12-01T00:00:00Z',
  ...more,
});

/** A statement from the words that a person uses: `from('tcp', [22, 22], '10.0.0.0/8')`; every port where none is given. */
export const from = (
  protocol: 'tcp' | 'all',
  ports: [number, number] | undefined,
  ...sources: string[]
): Statement => ({
  protocols: [protocol === 'tcp' ? 6 : -1],
  ...(ports && { ports: [ports] }),
  sources: sources.map((source) =>
    source === 'any' || source === 'anywhere' || source === 'public'
      ? { kind: source }
      : source.startsWith('pl-')
        ? { kind: 'list', id: source as never }
        : source.startsWith('sg-')
          ? { kind: 'group', id: source as never }
          : { kind: 'cidr', cidr: cidr(source) },
  ),
});
