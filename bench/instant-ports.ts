import type { Context } from '../functions/core/context.ts';
import type { GroupId } from '../functions/core/ids.ts';
import type { Ports } from '../functions/respond/ports.ts';

/** Ports that answer at once: one group, which loses the rules that are revoked, and a ledger without a past. */
export function instantPorts({ group, standing = [], lists }: Context): Ports {
  let left = standing;
  return {
    readGroup: async () => ({
      kind: 'found',
      group: { id: 'sg-0123456789abcdef0' as GroupId, ...group },
      standing: left,
      egress: [],
    }),
    readLists: async () => lists,
    revoke: async (_, rules) => {
      left = left.filter(({ id }) => id === undefined || !rules.includes(id));
      return { kind: 'revoked' };
    },
    findGroups: async () => ({ kind: 'found', ids: [] }),
    authorize: async () => ({ kind: 'authorized' }),
    modify: async () => ({ kind: 'modified' }),
    readEntries: async () => undefined,
    readList: async () => ({ kind: 'unreadable', reason: 'There is none' }),
    restoreList: async () => ({ kind: 'restored' }),
    ledger: {
      find: async () => undefined,
      open: async () => true,
      takeOver: async () => true,
      acted: async () => true,
      told: async () => true,
      groupsOf: async () => [],
      keepGroups: async () => {},
      recall: async () => undefined,
      remember: async () => true,
      recallConduct: async () => undefined,
      rememberConduct: async () => true,
      recallUses: async () => undefined,
      rememberUses: async () => true,
      countRepair: async () => true,
      countMail: async () => true,
      keepForDigest: async () => true,
      takeDigest: async () => ({ kind: 'over' }),
      toldDigest: async () => true,
    },
    publish: async () => {},
    callDigest: async () => {},
    passOn: async () => {},
    emit: async () => {},
    now: () => '2026-11-23T12:00:04Z',
    pause: async () => {},
    newLease: () => 'lease',
  };
}
