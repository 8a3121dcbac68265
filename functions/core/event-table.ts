import { HANDLED_EVENTS } from './events.ts';

/**
 * The handled events as a Markdown table, for the README: one line for each thing that happens, with the events on which
 * it does. An event that EC2 does not record names the service that does.
 */
export function eventTable(): string {
  const lines = new Map<string, string[]>();
  for (const [name, { eventSource, does }] of Object.entries(HANDLED_EVENTS)) {
    const of = eventSource === 'ec2.amazonaws.com' ? '' : ` (\`${eventSource}\`)`;
    lines.set(does, [...(lines.get(does) ?? []), `\`${name}\`${of}`]);
  }
  const rows = [...lines].map(([does, names]) => `| ${names.join(', ')} | ${does} |`);
  return ['| event | what happens |', '|---|---|', ...rows].join('\n');
}
