/** How far the responder may go: `policies/guardrails.yaml`, validated and compiled. Plain JSON, so that the bundle can hold it. */
export type Guardrails = {
  /** Groups that are never touched and always told. Any one that holds protects. */
  readonly protected: {
    /** Ids or names; globs know `*` and `?`. */
    readonly groups: readonly string[];
    /** Tag key to the values that protect. */
    readonly tags: Readonly<Record<string, readonly string[]>>;
  };
  /**
   * The most repairs in one hour of the clock, for each account and region. A repair is all that is done for one change of
   * one group.
   */
  readonly repairsAnHour: number;
  /** A rule of one group that was repaired `repairs` times `within` so many minutes is held. */
  readonly breaker: { readonly repairs: number; readonly within: number };
  /** The most days that an exemption may last. */
  readonly exemptionDays: number;
  /**
   * How many reports of one kind (severity, and whether a person must act) have a mail of their own in a window of `within`
   * minutes of the clock; the others come in a digest when it ends.
   */
  readonly mails: { readonly atOnce: number; readonly within: number };
};

/** What holds where there is no guardrails.yaml, and for every key that it leaves out. */
export const DEFAULT_GUARDRAILS: Guardrails = {
  protected: { groups: [], tags: {} },
  repairsAnHour: 30,
  breaker: { repairs: 3, within: 60 },
  exemptionDays: 365,
  mails: { atOnce: 5, within: 5 },
};
