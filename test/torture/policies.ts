import type { Policy, Statement } from '../../functions/core/policy.ts';
import { cidr, policy } from '../core/arbitraries.ts';

const ADMIN: Statement = {
  protocols: [6, 17],
  ports: [
    [22, 22],
    [3389, 3389],
  ],
  sources: [{ kind: 'anywhere' }],
};
const DATABASE: Statement = { protocols: [6], ports: [[5432, 5432]], sources: [{ kind: 'public' }] };
const HTTPS: Statement = { protocols: [6], ports: [[443, 443]], sources: [{ kind: 'any' }] };
const INSIDE: Statement = { protocols: [-1], sources: [{ kind: 'cidr', cidr: cidr('10.0.0.0/8') }] };
const WEB = { tags: { tier: ['web'] } };
const enforced = (id: string, ban: Policy['ban'], more: Partial<Policy> = {}) =>
  policy(ban, { id, title: id, mode: 'enforce', severity: 'critical', ...more });

/** The policies that histories are lived under, some of them at a time: each kind, remedy and scope. */
export const POLICIES: readonly Policy[] = [
  enforced('deny-revoke', { kind: 'deny', statements: [ADMIN] }),
  enforced('deny-restore', { kind: 'deny', statements: [ADMIN, DATABASE] }, { remedy: 'restore' }),
  enforced('deny-narrow', { kind: 'deny', statements: [ADMIN] }, { remedy: 'narrow' }),
  enforced('deny-on-web', { kind: 'deny', statements: [DATABASE] }, { scope: WEB }),
  enforced('only-web', { kind: 'only', statements: [HTTPS, INSIDE] }, { scope: WEB, remedy: 'restore' }),
  enforced('frozen', { kind: 'freeze' }, { scope: { groups: ['frozen-*'] }, remedy: 'restore' }),
  enforced(
    'https-stays',
    { kind: 'require', statements: [HTTPS] },
    { scope: { groups: ['web-*'] }, remedy: 'restore' },
  ),
  enforced(
    'default-closed',
    { kind: 'deny', statements: [{ protocols: [-1], sources: [{ kind: 'any' }] }] },
    {
      scope: { groups: ['default'] },
    },
  ),
  policy({ kind: 'deny', statements: [DATABASE] }, { id: 'audit-only', title: 'audit-only' }),
  enforced('told-only', { kind: 'deny', statements: [DATABASE] }, { remedy: 'notify' }),
];
