import type { GroupId } from '../core/ids.ts';
import type { SweepFinding } from '../core/sweep.ts';
import type { GroupReading, Ports } from '../respond/ports.ts';

/** Lists every group of the account in the region, in rising order of ids. Throws RetryableError. */
export type ListGroups = () => Promise<readonly GroupId[]>;

/** Reads at most 200 groups with their rules; each id has a reading, `missing` where the group is gone. Throws RetryableError. */
export type ReadGroups = (ids: readonly GroupId[]) => Promise<ReadonlyMap<GroupId, GroupReading>>;

/** How far a run has come. */
export type SweepState = {
  /** Rises with every write. */
  readonly version: number;
  /** The run's name. */
  readonly run: string;
  /** What tells its policies from others. */
  readonly policies: string;
  /** ISO 8601. */
  readonly began: string;
  /** Until when somebody works on it, epoch milliseconds; 0 when nobody does. */
  readonly busyUntil: number;
  /** The last group that was dealt with; those of higher ids are left. */
  readonly after?: GroupId;
  /** How many groups were looked at. */
  readonly swept: number;
  readonly findings: readonly SweepFinding[];
  /** How many findings there was no room for. */
  readonly folded: number;
  /** How many rules were exempt, and by which exemptions. */
  readonly exempt?: number;
  readonly uses?: readonly string[];
  /** When the run before this one began. */
  readonly before?: string;
  /** Every group was dealt with and the digest is out. */
  readonly finished: boolean;
};

/** Where the state of the sweep of one account and region is kept. Throws RetryableError. */
export type SweepBook = {
  readonly read: () => Promise<SweepState | undefined>;
  /** Writes the state as version `state.version`; false when that or a later one is there already. */
  readonly save: (state: SweepState) => Promise<boolean>;
};

/** All that a sweep needs of the world. */
export type SweepPorts = Ports & {
  readonly listGroups: ListGroups;
  readonly readGroups: ReadGroups;
  readonly book: SweepBook;
};
