import type { App } from './app.ts';
import { actorLabel, groupLabel, sessionsText } from './format.ts';
import type { Dimension } from './model.ts';

/** What an entry of a dimension is called. */
export function labelOf({ model }: Pick<App, 'model'>, dimension: Dimension, index: number): string {
  const { policies, actors, tools, groups, reasons } = model.data;
  switch (dimension) {
    case 'policy':
      return policies[index]?.title ?? policies[index]?.id ?? '';
    case 'actor':
      return actorLabel(actors[index] ?? { arn: '' });
    case 'tool':
      return tools[index] || 'all others';
    case 'group':
      return groupLabel(groups[index] ?? { id: null, name: null, account: '', region: '' });
    case 'account':
      return model.accounts[index] || 'all others';
    case 'reason':
      return reasons[index] ?? '';
    default:
      return dimension satisfies never;
  }
}

/** What is said of an entry below its name; empty when there is nothing. */
export function underLabelOf({ model }: App, dimension: Dimension, index: number): string {
  const { policies, actors, groups } = model.data;
  if (dimension === 'policy') {
    const { id, title, severity, mode } = policies[index] ?? {};
    const weight = [severity, mode && `${mode} mode`].filter(Boolean).join(', ');
    return [title === undefined ? undefined : id, weight].filter(Boolean).join('\n');
  }
  const actor = actors[index];
  if (dimension === 'actor' && actor) {
    const sessions = sessionsText(actor);
    if (sessions !== '') return sessions;
    return actor.arn === actorLabel(actor) ? '' : (/::(\d+):/.exec(actor.arn)?.[1] ?? '');
  }
  const group = groups[index];
  if (dimension === 'group' && group && group.account !== '')
    return [group.name === null ? undefined : group.id, group.account, group.region].filter(Boolean).join(' · ');
  return '';
}
