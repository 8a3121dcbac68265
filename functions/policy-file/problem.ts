/** Every code that a problem can have, and what it says. The set is closed: nothing else is ever reported. */
export const PROBLEM_CODES = {
  'bad-cidr': 'an address block that is none',
  'bad-count': 'a list or map with too few or too many entries',
  'bad-id': 'an id, account number, region, ARN or time of the wrong shape',
  'bad-number': 'a number that is out of range or oddly written',
  'bad-range': 'a range of ports that is malformed or runs backwards',
  'bad-text': 'a text that is empty, too long or has control characters',
  'case-duplicate': 'two cases of one name',
  'case-missing': 'no violating or no compliant case',
  conflict: 'keys that do not go together, or none of the keys of which one is needed',
  contradiction: 'traffic that one policy requires and another forbids',
  'duplicate-key': 'a key given twice in one map',
  'exemption-broad': 'an exemption that excuses more than it says',
  'exemption-dates': 'an exemption that ends before it begins, or lasts too long',
  'exemption-duplicate': 'two exemptions of one id',
  'exemption-expired': 'an exemption that has ended (warning)',
  'exemption-policy': 'an exemption from a policy that is not there',
  'exemption-unused': 'an exemption that has excused nothing for long (warning, with --ledger)',
  'exemption-void': 'an exemption that excuses nothing',
  'file-empty': 'a file without content',
  'file-encoding': 'a file that is not UTF-8',
  'file-missing': 'a policy.yaml or cases.yaml that is not there',
  'file-stray': 'a YAML file that nothing reads',
  'file-too-large': 'a file over 1 MB',
  'file-unreadable': 'a file or folder that cannot be read',
  'forbids-everything': 'an allow-list that no rule can be within',
  'forbids-nothing': 'an allow-list that all traffic is within',
  'folder-empty': 'a policies folder without a policy',
  'host-bits': 'a CIDR with bits beyond its prefix length',
  'id-mismatch': "an id that is not its folder's name",
  'missing-key': 'a required key that is not given',
  'never-matches': 'a line that no rule with traffic can match',
  'policy-pointless': 'a policy that adds nothing to another one',
  'remedies-differ': 'two remedies for the same traffic in the same groups',
  'scope-empty': 'a scope that no group can be in',
  'statement-pointless': 'a line that adds nothing to the others of its policy',
  'too-many': 'more problems in one file than are shown',
  'unknown-key': 'a key that has no meaning at its place',
  'unknown-word': 'a word that has no meaning at its place',
  'wrong-type': 'a list, map, text or number where another is needed',
  'yaml-feature': 'YAML that policy files do without: anchors, aliases, tags, merge keys, several documents',
  'yaml-syntax': 'text that is not well-formed YAML',
} as const;

/** What kind of problem it is. */
export type ProblemCode = keyof typeof PROBLEM_CODES;

/** One thing that is wrong with the policy files, or looks wrong. Lines and columns count from 1. */
export type Problem = {
  /** A warning is told and stops nothing; without a level it is an error, which stops a deployment. */
  readonly level?: 'warning';
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly code: ProblemCode;
  /** What was found and what is allowed; sentence case, no full stop. */
  readonly message: string;
};

/** What is wrong, before it is known where. */
export type Fault = Pick<Problem, 'code' | 'message'>;

/** One line of output: `file:line:column code message`, `warning:` before the message of one. A file's name can't break the line. */
export function problemText({ level, file, line, column, code, message }: Problem): string {
  return `${printable(file)}:${line}:${column} ${code} ${level === undefined ? '' : `${level}: `}${message}`;
}

/** The problems that stop a deployment. */
export const errorsIn = (problems: readonly Problem[]): readonly Problem[] =>
  problems.filter(({ level }) => level === undefined);

/** How many errors and warnings there are, in words: `2 problems, 1 warning`; empty when there is neither. */
export function countText(problems: readonly Problem[]): string {
  const errors = errorsIn(problems).length;
  const warnings = problems.length - errors;
  const counts = [
    ...(errors > 0 ? [`${errors} problem${errors === 1 ? '' : 's'}`] : []),
    ...(warnings > 0 ? [`${warnings} warning${warnings === 1 ? '' : 's'}`] : []),
  ];
  return counts.join(', ');
}

/** Problems in the order of the files, lines and columns. */
export function sortProblems(problems: readonly Problem[]): Problem[] {
  const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  return problems.toSorted(
    (a, b) =>
      byText(a.file, b.file) ||
      a.line - b.line ||
      a.column - b.column ||
      byText(a.code, b.code) ||
      byText(a.message, b.message),
  );
}

/** Earlier problems, and those later ones that are not at the same places: what follows from a problem is noise. */
export function withoutEchoes(earlier: readonly Problem[], later: readonly Problem[]): Problem[] {
  const places = new Set(earlier.map(({ line, column }) => `${line}:${column}`));
  return [...earlier, ...later.filter(({ line, column }) => !places.has(`${line}:${column}`))];
}

/** A found value as a message shows it: JSON on one line, at most 60 characters, nothing unprintable. */
export function quoted(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return printable(text.length > 60 ? `${text.slice(0, 57)}...` : text);
}

/** A text with what a terminal would not show, or act on, written out. */
export const printable = (text: string): string =>
  text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
