import type { ReportedChange } from '../../../cli/report/reported-change.ts';

/** Texts that try to be more than text: markup, ends of elements, prototypes, what steers a display, what is huge. */
export const ATTACKS = [
  '</script><script>window.pwned = 1</script>',
  '<!--<script>',
  '<img src=x onerror="window.pwned = 2">',
  'javascript:window.pwned=3',
  '"><svg onload=window.pwned=4>',
  '</style><style>*{display:none}</style>',
  '\u202egnp.exe\u202c\u2066',
  'line\u2028line\u2029line',
  '__proto__',
  'constructor',
  '$' + '{window.pwned=5}',
  'null\u0000byte\u001b[31m',
  '\ud800 lone',
  '- id: x\n  policy: "y"\n# ',
  `${'x'.repeat(100_000)}`,
  '',
  '{{constructor.constructor("window.pwned=6")()}}',
];

/** Texts with names that fit a line of a test's output. */
export const named = (...texts: readonly string[]): { readonly name: string; readonly text: string }[] =>
  texts.map((text) => ({ name: JSON.stringify(text).slice(0, 40), text }));

/** A change with an attack in every text that a record can name. */
export const hostileChange = (attack: string, changes: Partial<ReportedChange> = {}): ReportedChange => ({
  eventId: attack,
  eventName: attack,
  time: '2026-11-20T12:00:00Z',
  account: attack,
  region: attack,
  groupId: attack,
  groupName: attack,
  actor: attack,
  actorName: `${attack} (role ${attack})`,
  tool: attack,
  verdict: 'violation',
  severity: 'critical',
  policies: [attack],
  offending: [attack, `tcp 22 from ${attack}`],
  remainder: [`tcp 23 from group ${attack}`],
  remedy: 'revoke',
  mode: 'audit',
  reason: attack,
  place: attack,
  record: JSON.parse(JSON.stringify({ [attack]: attack, list: [attack] })),
  ...changes,
});

/** Every attack, as a violation and as an undetermined change, some of them at the ends of time. */
export const hostileChanges = (): ReportedChange[] => [
  ...ATTACKS.flatMap((attack) => [hostileChange(attack), hostileChange(attack, { verdict: 'undetermined' })]),
  ...['0001-01-01T00:00:00Z', '9999-12-31T23:59:59Z', 'no time'].map((time) => hostileChange(time, { time })),
];
