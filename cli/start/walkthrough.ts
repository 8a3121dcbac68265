import { AuthorizeSecurityGroupIngressCommand, EC2ServiceException } from '@aws-sdk/client-ec2';
import type { Guardrails } from '../../functions/core/guardrails.ts';
import type { AccountId } from '../../functions/core/ids.ts';
import type { Policy } from '../../functions/core/policy.ts';
import { type Rule, ruleText } from '../../functions/core/rule.ts';
import type { Cidr } from '../../functions/core/traffic/cidr.ts';
import type { Handled } from '../../functions/respond/respond.ts';
import { deployedPattern } from '../../infra/deployed-pattern.ts';
import { synthesiseTemplate } from '../../infra/synthesise-template.ts';
import type { Exit, Io } from '../command.ts';
import { createClock } from '../local-account/clock.ts';
import { createLocalAccount } from '../local-account/local-account.ts';
import { createLocalResponder, TOLD_APART } from '../local-account/local-responder.ts';
import { exposureOf, outcomeOf, verdictOf } from './response-words.ts';
import { type GroupName, type Step, story } from './story.ts';
import { textTable } from './text-table.ts';

const ACCOUNT = '123456789012' as AccountId;
const REGION = 'eu-west-1';
/** How long CloudTrail and EventBridge take here, in milliseconds; in AWS it is seconds, at times minutes. */
const DELIVERY = 4000;
/** Shipped in audit mode; enforced here, so that there is something to see. */
const ENFORCED = 'no-public-admin-ports';
const LINE = '='.repeat(78);

/**
 * The article's walkthrough and three more changes, each made by a colleague on the account in memory, delivered through
 * the pattern of the synthesised template, and told step by step. 0 only when everything came out as it must.
 */
export async function walkthrough(shipped: readonly Policy[], guardrails: Guardrails, io: Io): Promise<Exit> {
  const began = performance.now();
  const policies = shipped.map((policy): Policy => (policy.id === ENFORCED ? { ...policy, mode: 'enforce' } : policy));
  const clock = createClock('2026-11-23T09:30:00Z');
  const account = createLocalAccount({ account: ACCOUNT, region: REGION, now: clock.now });
  const groups = {
    sample: account.plantGroup({
      name: 'web-sample',
      tags: { 'portcullis:policy': 'frozen' },
      rules: [https('0.0.0.0/0')],
    }),
    web: account.plantGroup({ name: 'web-1', tags: { tier: 'web' }, rules: [https('0.0.0.0/0'), https('::/0')] }),
  };
  const standing = (group: GroupName) => (account.ingress(groups[group]) ?? []).map(ruleText);
  const before = { sample: standing('sample'), web: standing('web') };

  const responder = createLocalResponder(account, clock, policies, undefined, {
    ...guardrails,
    mails: TOLD_APART.mails,
  });
  const template = synthesiseTemplate({ email: 'security@example.com' });
  let response: Handled | undefined;
  account.onEvent(
    async (event) => {
      clock.advance(DELIVERY);
      [response] = await responder.respond(event);
    },
    deployedPattern(template, { account: ACCOUNT, ownRoleArn: responder.ownRole }),
  );
  const make = async ({ actor, group, permissions }: Step): Promise<string | undefined> => {
    const input = { GroupId: groups[group], IpPermissions: permissions };
    try {
      await account.ec2(actor).send(new AuthorizeSecurityGroupIngressCommand(input));
      return undefined;
    } catch (error) {
      if (!(error instanceof EC2ServiceException)) throw error;
      return error.name;
    }
  };

  io.out(prologue(policies, before));
  const rows: string[][] = [];
  const steps = story(ACCOUNT);
  for (const [index, step] of steps.entries()) {
    response = undefined;
    const mails = responder.notices.length;
    clock.advance(60_000);
    const refusal = await make(step);
    await account.deliver();

    const came = { outcome: outcomeOf(response), standing: standing(step.group) };
    const wanted = [...before[step.group], ...step.expected.added];
    const right = came.outcome === step.expected.outcome && came.standing.join() === wanted.join();
    io.out(`\n${LINE}\n${index + 1}. ${step.title}\n\n${step.story}\n`);
    if (refusal !== undefined) io.out(`EC2 answered: ${refusal}`);
    io.out(`${resultText(response)}\nThe group lets in, now:\n${bullets(came.standing)}`);
    for (const { subject, text } of responder.notices.slice(mails)) {
      io.out(`\nThe mail:\n\n${framed(`Subject: ${subject}\n\n${text.trimEnd()}`)}`);
    }
    if (!right)
      io.out(`\nTHIS IS NOT AS IT MUST BE: expected ${step.expected.outcome}, and these rules:\n${bullets(wanted)}`);
    rows.push([step.change, step.who, verdictOf(response), came.outcome, exposureOf(response), right ? 'yes' : 'NO']);
  }

  const wrong = rows.filter((row) => row.at(-1) === 'NO').length;
  io.out(`\n${LINE}\n${textTable(['Change', 'Actor', 'Verdict', 'Outcome', 'Exposure', 'As it must be'], rows)}\n`);
  if (wrong > 0) io.out(`${wrong} of ${steps.length} did not come out as they must.`);
  else {
    io.out(`All ${steps.length} came out as they must. It took ${((performance.now() - began) / 1000).toFixed(1)} s; the exposure is by the account's own clock.
Next: npm start -- FILE... runs your own CloudTrail files; README.md says how to deploy.`);
  }
  return wrong > 0 ? 1 : 0;
}

const prologue = (policies: readonly Policy[], before: Readonly<Record<GroupName, readonly string[]>>) =>
  `PORTCULLIS, on an AWS account in memory. Nothing leaves this machine.

THE ACCOUNT: ${ACCOUNT}, ${REGION}
  web-sample (tag portcullis:policy=frozen) lets in:
${bullets(before.sample)}
  web-1 (tag tier=web) lets in:
${bullets(before.web)}

THE POLICIES
${policies.map(({ id, title, mode }) => `  ${id}, ${mode}:\n      ${title}`).join('\n')}
  (${ENFORCED} is shipped in audit mode; here it is enforced.)

THE DELIVERY
  Each call is recorded as CloudTrail records it, matched against the event
  pattern of the template that npm run deploy deploys, and handled by the code
  that runs there. CloudTrail's delay is ${DELIVERY / 1000} seconds here.`;

function resultText(response: Handled | undefined): string {
  if (response === undefined) return 'Nothing was delivered: the event pattern leaves failed calls out.';
  switch (response.kind) {
    case 'ignored':
      return `Ignored: ${response.reason}.`;
    case 'compliant':
      return 'Judged, and fine: no policy forbids it. It stays, and nobody is told.';
    case 'reported':
      return `Judged: ${response.report.verdict}. Outcome: ${outcomeOf(response)}, after ${exposureOf(response)}.`;
    default:
      return response satisfies never;
  }
}

const https = (cidr: string): Rule => ({
  protocol: 6,
  from: 443,
  to: 443,
  source: { kind: 'cidr', cidr: cidr as Cidr },
});
const bullets = (texts: readonly string[]) => texts.map((text) => `    - ${text}`).join('\n');
const framed = (text: string) =>
  text
    .split('\n')
    .map((line) => `  | ${line}`.trimEnd())
    .join('\n');
