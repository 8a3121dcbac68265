import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Policies that belong together, each in audit mode with its cases. */
export type Pack = {
  readonly name: string;
  /** What it holds, in one line. */
  readonly title: string;
  /** The folder that its policies' folders lie in, and their names. */
  readonly dir: string;
  readonly policies: readonly string[];
};

/** The policies that this project deploys when nothing else is said; its sample, which enforces, is not for others. */
const SHIPPED = join(import.meta.dirname, '../../policies');
const STARTER = ['default-group-closed', 'no-public-admin-ports', 'no-public-high-risk-ports', 'other-firewalls'];

/** The pack that `init` copies when none is named. */
export const DEFAULT_PACK = 'starter';

/** Every pack, in the order of the list. */
export function packs(): readonly [Pack, ...Pack[]] {
  return [
    {
      name: DEFAULT_PACK,
      title: 'to begin with: what nobody wants open, whatever the standard',
      dir: SHIPPED,
      policies: STARTER.filter((id) => existsSync(join(SHIPPED, id))),
    },
    packed('cis', 'CIS AWS Foundations Benchmark v5.0.0: its controls of security groups'),
    packed(
      'fsbp',
      'AWS Security Hub: the controls of security groups, Foundational Security Best Practices and beside it',
    ),
  ];
}

function packed(name: string, title: string): Pack {
  const dir = join(import.meta.dirname, 'packs', name);
  const byNumber = new Intl.Collator('en', { numeric: true });
  return { name, title, dir, policies: readdirSync(dir).sort(byNumber.compare) };
}
