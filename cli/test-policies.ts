import { countText, errorsIn, problemText } from '../functions/policy-file/problem.ts';
import { type CaseResult, runCases } from '../functions/policy-file/run-cases.ts';
import { type Command, counted } from './command.ts';
import { policiesOf } from './policies-dir.ts';

const USAGE = 'Usage: portcullis test [DIR]';

/** `portcullis test`: every case of every policy, judged. */
export const testPolicies: Command = {
  name: 'test',
  summary: 'run the cases of policies',
  help: `${USAGE}

Checks every policy folder in DIR (policies when left out) as validate does, then
judges the rule or event of each case in its cases.yaml, and prints what came out
other than the case expects. Exits with 0 when every case passed, 1 when there are
problems or failed cases, 2 when DIR cannot be read.`,
  run: (args, io) => {
    const loaded = policiesOf(args, USAGE, io);
    if (!loaded) return 2;
    const { policies, cases, problems } = loaded;
    // Warnings are validate's to tell: they keep no case from being run.
    const errors = errorsIn(problems);
    if (errors.length > 0) {
      io.out([...errors.map(problemText), `${countText(errors)}; no case was run`].join('\n'));
      return 1;
    }
    const results = policies.flatMap((policy) => runCases(policy, cases.get(policy.id) ?? []));
    const failed = results.filter(({ unmet }) => unmet.length > 0);
    const summary = `${counted(policies.length, 'policy', 'policies')}, ${counted(results.length, 'case')}, ${failed.length} failed`;
    io.out([...failed.map(failureText), summary].join('\n'));
    return failed.length > 0 ? 1 : 0;
  },
};

function failureText({ case: tested, actual, unmet }: CaseResult): string {
  const { file, line, column, name, expect } = tested;
  const differences = unmet.map((what) => {
    const wanted = what === 'verdict' ? [expect] : tested.kind === 'rule' ? (tested[what] ?? []) : [];
    const found = what === 'verdict' ? [actual.verdict] : actual[what];
    return `  ${what}: expected ${listed(wanted)}; got ${listed(found)}`;
  });
  const why = actual.why === '' ? [] : [`  because: ${actual.why}`];
  return [`${file}:${line}:${column} ${name}`, ...differences, ...why].join('\n');
}

const listed = (texts: readonly string[]): string => (texts.length === 0 ? 'nothing' : texts.join(', '));
