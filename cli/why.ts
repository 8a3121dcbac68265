import type { Rule } from '../functions/core/rule.ts';
import { countText, errorsIn, printable, problemText } from '../functions/policy-file/problem.ts';
import type { Command, Exit, Io } from './command.ts';
import { policiesOf } from './policies-dir.ts';
import { readArguments } from './read-arguments.ts';
import { FACT_OPTIONS, groupFacts } from './why/group-facts.ts';
import { piecesOf } from './why/pieces.ts';
import { type RuleReading, ruleFromText } from './why/rule-from-text.ts';
import { type Facts, weigh } from './why/weigh.ts';
import { whyJson } from './why/why-json.ts';
import { whyText } from './why/why-text.ts';

const USAGE = 'Usage: portcullis why [OPTION]... RULE...';

/** `portcullis why`: which policies judge a rule, and how, piece by piece. */
export const why: Command = {
  name: 'why',
  summary: 'say which policies judge a rule, and how',
  help: `${USAGE}

Judges rules as if they were added to one security group and stood there together,
and says of each which policies cover the group, which part of the rule they
forbid and why, and what would be done. It asks nobody: what you do not say of the
group is not known, and may leave the answer open.

A RULE is written as everywhere here, in quotes:
  'tcp 22 from 0.0.0.0/0'        'udp 0-65535 from ::/0'
  'all traffic from sg-...'      'icmp type 8 code any from 10.0.0.0/8'
  'protocol 50 from pl-...'      'tcp 443 from 111122223333/sg-...'

  --policies DIR        the policies; policies when left out
  --id sg-...           the group's id
  --name NAME           the group's name
  --vpc vpc-...         the group's VPC
  --tag KEY=VALUE       a tag of the group; may be given several times, and then all
                        its tags are known
  --untagged            the group has no tags
  --account NUMBER      the group's account
  --region REGION       the group's region
  --list pl-...=CIDR,CIDR
                        the entries of a prefix list; may be given several times
  --actor ARN           who adds the rules, a user or role, for conditions on actors
  --at TIME             when, such as 2026-12-31T18:00:00Z, for exemptions; now when
                        left out
  --json                one JSON object a rule instead of text

Exits with 0 when every rule is compliant or exempt, 1 when one breaks a policy or that can't
be told, 2 when it was not called as it must be or the policies have problems.`,
  run: (args, io) => {
    const read = readArguments(args, { ...FACT_OPTIONS, policies: 'string', json: 'boolean' });
    if ('problem' in read) return refused(read.problem, io);
    const facts = groupFacts(read, new Date().toISOString());
    if ('problem' in facts) return refused(facts.problem, io);
    const rules = rulesOf(read.positionals);
    if ('problem' in rules) return refused(rules.problem, io);
    const dir = read.values.get('policies');
    const loaded = policiesOf(dir === undefined ? [] : [dir], USAGE, io);
    if (!loaded) return 2;
    const errors = errorsIn(loaded.problems);
    if (errors.length > 0) {
      io.err([...errors.map(problemText), countText(errors)].join('\n'));
      return 2;
    }
    return told(rules, facts, loaded.policies, read.flags.has('json'), io);
  },
};

function told(
  rules: readonly Rule[],
  facts: Facts,
  policies: Parameters<typeof weigh>[2],
  json: boolean,
  io: Io,
): Exit {
  const weighed = weigh(rules, facts, policies);
  const texts = weighed.map((each) => {
    const pieces = piecesOf(each, rules, facts);
    return json ? whyJson(each, pieces, facts) : whyText(each, pieces, facts);
  });
  io.out(texts.join(json ? '\n' : '\n\n'));
  return weighed.every(({ verdict }) => verdict === 'compliant' || verdict === 'exempt') ? 0 : 1;
}

/** The rules of the arguments, each once. Words that were not put in quotes are one rule. */
function rulesOf(positionals: readonly string[]): readonly Rule[] | { readonly problem: string } {
  if (positionals.length === 0) return { problem: "A rule is missing, such as 'tcp 22 from 0.0.0.0/0'" };
  const loose = positionals.every((text) => !/\s/.test(text.trim()));
  const texts = loose ? [positionals.join(' ')] : positionals;
  const readings = texts.map((text) => ({ text, reading: ruleFromText(text) }));
  const problems = readings.flatMap(({ text, reading }, index) =>
    'problem' in reading ? [faultText(text, reading, index, texts.length)] : [],
  );
  if (problems.length > 0) return { problem: problems.join('\n') };
  const rules = readings.flatMap(({ reading }) => ('rule' in reading ? [reading.rule] : []));
  return [...new Map(rules.map((rule) => [JSON.stringify(rule), rule])).values()];
}

function faultText(text: string, fault: Exclude<RuleReading, { rule: Rule }>, index: number, all: number): string {
  const { problem, column, length } = fault;
  const which = all === 1 ? 'The rule' : `Rule ${index + 1}`;
  const before = printable(text.slice(0, column - 1)).length;
  const marked = Math.max(1, printable(text.slice(column - 1, column - 1 + length)).length);
  const shown = text.length > 200 ? [] : [`  ${printable(text)}`, `  ${' '.repeat(before)}${'^'.repeat(marked)}`];
  return [`${which}, column ${column}: ${problem}`, ...shown].join('\n');
}

function refused(problem: string, io: Io): Exit {
  io.err(`${problem}\n${USAGE}`);
  return 2;
}
