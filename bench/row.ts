/** One line of the table: a figure, what it is held against, and the most that their ratio may be. */
export type Row = {
  readonly measure: string;
  /** With its unit: `36 ms`. */
  readonly figure: string;
  /** The peer or limit, and its own figure. */
  readonly against: string;
  readonly ratio: number;
  /** Absent where the ratio is for information. */
  readonly goal?: number;
};

/** Whether a row misses its goal. */
export const misses = ({ ratio, goal }: Row): boolean => goal !== undefined && !(ratio <= goal);

/**
 * How much is measured: how often a bundle is loaded, the samples of a call with the least time of each (ms), and to what
 * size the workloads grow.
 */
export type Effort = {
  readonly loads: number;
  readonly samples: number;
  readonly sampleTime: number;
  readonly many: number;
};
