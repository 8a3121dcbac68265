import type { FindingFacts } from '../page-data.ts';
import type { App } from './app.ts';
import { copyButton } from './copy-button.ts';
import { element } from './element.ts';
import { exemptionId, exemptionYaml } from './exemption-yaml.ts';

/** Days that an exemption is proposed for. */
const DAYS = 90;

const PLAIN_ARN = /^arn:aws[\w-]*:iam::\d{12}:[\w+=,.@/-]+$/;

/** A form that makes a ready exemption of a finding, for policies/exemptions.yaml. */
export function exemptionPanel(app: App, finding: FindingFacts, offending: readonly string[]): HTMLElement {
  const panel = element('details', { class: 'panel exemption' }, element('summary', {}, 'An exemption, ready to copy'));
  panel.addEventListener('toggle', () => {
    if (panel.open && panel.childElementCount === 1) panel.append(form(app, finding, offending));
  });
  return panel;
}

function form({ model }: App, finding: FindingFacts, offending: readonly string[]): HTMLElement {
  const { data } = model;
  const group = data.groups[finding.group];
  const id = group?.id ?? null;
  if (id === null)
    return element('p', { class: 'note' }, 'The record does not say which group this is, so no exemption can name it.');
  const arn = data.actors[finding.actor]?.arn ?? '';
  const from = data.madeAt.slice(0, 10);
  const until = new Date(Date.parse(`${from}T00:00:00Z`) + DAYS * 86_400_000).toISOString().slice(0, 10);
  const text = element('pre', { tabindex: 0, 'aria-label': 'The exemption as YAML' });
  const field = (label: string, value: string, type = 'text') => {
    const input = element('input', { type, on: { input: () => write() } });
    input.value = value;
    return { input, label: element('label', {}, element('span', {}, label), input) };
  };
  const owner = field('Who answers for it', '');
  const reason = field('Why it is needed', '');
  const ticket = field('Ticket', '');
  const last = field('Last day', until, 'date');
  const only = element('input', { type: 'checkbox', on: { change: () => write() } });
  only.checked = PLAIN_ARN.test(arn) && !arn.endsWith(':root');
  const write = () => {
    const entries = (data.sets[finding.set] ?? []).map((policy) => {
      const name = data.policies[policy]?.id ?? '';
      return exemptionYaml({
        id: exemptionId(name, group?.name ?? id),
        policy: name,
        group: id,
        traffic: offending,
        ...(only.checked && { actor: arn }),
        owner: owner.input.value,
        reason: reason.input.value,
        ticket: ticket.input.value,
        from,
        until: last.input.value || until,
      });
    });
    text.textContent = entries.join('');
  };
  write();
  return element(
    'div',
    { class: 'exemption-form' },
    element(
      'p',
      { class: 'note' },
      'It goes into policies/exemptions.yaml. Give it an owner and a reason before you copy it.',
    ),
    element(
      'div',
      { class: 'fields' },
      ...[owner, reason, ticket, last].map(({ label }) => label),
      PLAIN_ARN.test(arn) &&
        !arn.endsWith(':root') &&
        element('label', { class: 'check' }, only, element('span', {}, `Only for ${arn}`)),
    ),
    text,
    copyButton('Copy the exemption', () => text.textContent ?? ''),
  );
}
