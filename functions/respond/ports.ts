import type { Conduct } from '../core/conduct.ts';
import type { Group } from '../core/context.ts';
import type { AccountId, GroupId, PrefixListId, RuleId } from '../core/ids.ts';
import type { Memory } from '../core/memory.ts';
import type { Notice } from '../core/notice.ts';
import type { Report } from '../core/report.ts';
import type { Rule } from '../core/rule.ts';
import type { Cidr } from '../core/traffic/cidr.ts';
import type { Uses } from '../core/uses.ts';
import type { DigestKey, MailBook } from './mail-book.ts';

/** A fault that the queue should try again: throttling, a 5xx, a time-out, a lost connection. `cause` is the SDK's error. */
export class RetryableError extends Error {
  override name = 'RetryableError';
}

/** What a read of a group gave. */
export type GroupReading =
  /** The group and every ingress rule in it, as they stand now; of its egress rules the ids. */
  | {
      readonly kind: 'found';
      readonly group: Group;
      readonly standing: readonly Rule[];
      readonly egress: readonly RuleId[];
    }
  | { readonly kind: 'missing' }
  /** Access denied, a name that several groups bear, a live rule in a form that is not known: told, never acted on. */
  | { readonly kind: 'unreadable'; readonly reason: string };

/** Reads a group by id or, in the default VPC, by name. Throws RetryableError. */
export type ReadGroup = (by: { readonly id: GroupId } | { readonly name: string }) => Promise<GroupReading>;

/** Reads the entries of prefix lists; lists that can't be read are left out. Throws RetryableError. */
export type ReadLists = (ids: readonly PrefixListId[]) => Promise<ReadonlyMap<PrefixListId, readonly Cidr[]>>;

/**
 * Removes ingress rules of one group by id, in one call. `gone`: at least one id is not there (any more), and nothing
 * was removed. `refused`: access denied or a protected group; not worth a retry. Throws RetryableError.
 */
export type Revoke = (
  group: GroupId,
  rules: readonly RuleId[],
) => Promise<
  { readonly kind: 'revoked' } | { readonly kind: 'gone' } | { readonly kind: 'refused'; readonly reason: string }
>;

/** Finds the groups whose rules use a prefix list, or the default group of a VPC. Throws RetryableError. */
export type FindGroups = (
  by: { readonly using: PrefixListId } | { readonly defaultOf: string },
) => Promise<
  | { readonly kind: 'found'; readonly ids: readonly GroupId[] }
  | { readonly kind: 'unreadable'; readonly reason: string }
>;

/** What an act that opens something came to. `exists`: such a rule stands. `full`: the group's quota has no room. */
export type Answer<Kind extends string> =
  | { readonly kind: Kind }
  | { readonly kind: 'refused'; readonly reason: string };

/** Adds ingress rules to a group in one call, with their descriptions and tags: all of them or none. Throws RetryableError. */
export type Authorize = (
  group: GroupId,
  rules: readonly Rule[],
) => Promise<Answer<'authorized' | 'exists' | 'full' | 'gone'>>;

/** Gives an ingress rule other content; it keeps its id and its tags. `gone`: group or rule are not there. Throws RetryableError. */
export type Modify = (group: GroupId, rule: RuleId, to: Rule) => Promise<Answer<'modified' | 'exists' | 'gone'>>;

/**
 * A prefix list as it stands. `own`: it belongs to this account, so that it can be restored. `same`: it has the entries of
 * the version that was asked for; absent when none was, or these can't be read.
 */
export type ListReading =
  | { readonly kind: 'found'; readonly version: number; readonly own: boolean; readonly same?: boolean }
  | { readonly kind: 'unreadable'; readonly reason: string };

/** Reads the current version of a prefix list. Throws RetryableError. */
export type ReadList = (list: PrefixListId, as?: number) => Promise<ListReading>;

/** Reads the entries of a version of a prefix list; undefined when they can't be read or told. Throws RetryableError. */
export type ReadEntries = (list: PrefixListId, version: number) => Promise<readonly Cidr[] | undefined>;

/** Gives a prefix list the entries that it had at an earlier version. `changed`: `from` is not current any more. Throws RetryableError. */
export type RestoreList = (list: PrefixListId, from: number, to: number) => Promise<Answer<'restored' | 'changed'>>;

/** Publishes a notice to the people's topic. Throws on every failure: a mail that did not go out is never a success. */
export type Publish = (notice: Notice) => Promise<void>;

/** Has a digest sent after so many seconds, at least once. Throws on every failure. */
export type CallDigest = (key: DigestKey, seconds: number) => Promise<void>;

/** Puts a message on the responder's own queue, to be taken soon. Throws on every failure. */
export type PassOn = (message: unknown) => Promise<void>;

/** Gives a report to tools: puts it on the event bus, and on the topic of reports. Throws on every failure. */
export type Emit = (report: Report) => Promise<void>;

/** A report in the ledger and how far it has come. */
export type Entry = {
  readonly report: Report;
  /** open: the act is not known to be over. acted: its outcomes are written. closed: and everyone was told. */
  readonly state: 'open' | 'acted' | 'closed';
  /** Which of the two tellings have been made; `mail`: the mail is out, or sure to come by a digest. */
  readonly told: { readonly mail: boolean; readonly event: boolean };
  /** The attempt that works on it, until `leaseUntil` (epoch milliseconds). */
  readonly lease: string;
  readonly leaseUntil: number;
};

/** An hour of the clock in an account and region, in UTC: `2026-11-23T12`. */
export type HourKey = { readonly account: AccountId; readonly region: string; readonly hour: string };

/** An account and region. */
export type Place = { readonly account: AccountId; readonly region: string };

/** A group, wherever it is: what the memory is kept under. */
export type GroupKey = { readonly account: AccountId; readonly region: string; readonly group: GroupId };

/**
 * The stored reports. Each write names the attempt (`lease`) that makes it; `false` means that another attempt holds the
 * report, and that this one must stop. Throws RetryableError.
 */
export type Ledger = MailBook & {
  readonly find: (reportId: string) => Promise<Entry | undefined>;
  /** Writes a new report; false when there is one already. `record` is the raw record, for the auditor. */
  readonly open: (report: Report, record: string, lease: string, leaseUntil: number) => Promise<boolean>;
  /** Takes over a report whose lease has run out by `now`; false when it has not. */
  readonly takeOver: (reportId: string, lease: string, leaseUntil: number, now: number) => Promise<boolean>;
  /** Writes the outcomes. */
  readonly acted: (report: Report, lease: string) => Promise<boolean>;
  /** Writes that people were told, or tools; `closed` once both were. */
  readonly told: (reportId: string, what: 'mail' | 'event', lease: string) => Promise<boolean>;
  /** What is remembered of a group; undefined when it was never seen. */
  readonly recall: (key: GroupKey) => Promise<Memory | undefined>;
  /** Writes what is to be remembered, as version `memory.version`; false when that or a later one is there already. */
  readonly remember: (key: GroupKey, memory: Memory) => Promise<boolean>;
  /** What is kept of the repairs and holds in a group; undefined when there were none. */
  readonly recallConduct: (key: GroupKey) => Promise<Conduct | undefined>;
  /** Writes it, as version `conduct.version`; false when that or a later one is there already. */
  readonly rememberConduct: (key: GroupKey, conduct: Conduct) => Promise<boolean>;
  /** When the exemptions of an account and region were last used; undefined when none ever was. */
  readonly recallUses: (place: Place) => Promise<Uses | undefined>;
  /** Writes it, as version `uses.version`; false when that or a later one is there already. */
  readonly rememberUses: (place: Place, uses: Uses) => Promise<boolean>;
  /**
   * Counts the repair of a report among those of its hour; false when `limit` others are counted. A report counts once,
   * however often it is asked for, and at no moment do more than `limit` count.
   */
  readonly countRepair: (hour: HourKey, reportId: string, limit: number) => Promise<boolean>;
  /** The groups that were kept for an event; none when it was never seen. */
  readonly groupsOf: (event: string) => Promise<readonly GroupId[]>;
  /** Keeps the groups that an event concerns: after a repair a prefix list's rules may be gone. `now`: epoch milliseconds. */
  readonly keepGroups: (event: string, groups: readonly GroupId[], now: number) => Promise<void>;
};

/** All that the pipeline needs of the world. */
export type Ports = {
  readonly readGroup: ReadGroup;
  readonly readLists: ReadLists;
  readonly revoke: Revoke;
  readonly findGroups: FindGroups;
  readonly authorize: Authorize;
  readonly modify: Modify;
  readonly readList: ReadList;
  readonly readEntries: ReadEntries;
  readonly restoreList: RestoreList;
  readonly ledger: Ledger;
  readonly publish: Publish;
  readonly callDigest: CallDigest;
  readonly passOn: PassOn;
  readonly emit: Emit;
  /** The time, ISO 8601 in UTC. */
  readonly now: () => string;
  /** Waits so many milliseconds. */
  readonly pause: (milliseconds: number) => Promise<void>;
  /** Names an attempt; each call gives another text. */
  readonly newLease: () => string;
};
