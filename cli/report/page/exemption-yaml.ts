/** What an exemption says. */
export type Exemption = {
  readonly id: string;
  readonly policy: string;
  /** Group id. */
  readonly group: string;
  /** Canonical texts of traffic. */
  readonly traffic: readonly string[];
  readonly actor?: string;
  readonly owner: string;
  readonly reason: string;
  readonly ticket: string;
  /** Dates, `2026-11-25`. */
  readonly from: string;
  readonly until: string;
};

/** One entry of policies/exemptions.yaml. Every free text is quoted, so that none of them can be anything but text. */
export function exemptionYaml(exemption: Exemption): string {
  const { id, policy, group, traffic, actor, owner, reason, ticket, from, until } = exemption;
  return [
    `- id: ${id}`,
    `  policy: ${policy}`,
    `  group: ${quote(group)}`,
    '  traffic:',
    ...traffic.map((text) => `    ${statementYaml(text)}`),
    ...(actor === undefined ? [] : [`  actor: ${quote(actor)}`]),
    `  owner: ${quote(owner)}`,
    `  reason: ${quote(reason)}`,
    `  ticket: ${quote(ticket)}`,
    `  from: ${from}`,
    `  until: ${until}`,
    '',
  ].join('\n');
}

/** JSON's texts are YAML's too. */
const quote = (text: string): string =>
  /^[a-z][\w-]*$/i.test(text) && !WORDS.test(text) ? text : JSON.stringify(text);

/** What a reader of YAML takes for something else than a text. */
const WORDS = /^(?:y|n|yes|no|on|off|true|false|null)$/i;

/** The statement of a piece of traffic; a comment where a file can't say it. */
export function statementYaml(text: string): string {
  const split = text.lastIndexOf(' from ');
  const [what, source] = [text.slice(0, split), text.slice(split + 6)];
  const protocol = protocolYaml(what);
  const known = /^(?:sg-[0-9a-f]+|pl-[0-9a-f]+|[0-9a-f.:]+\/\d+)$/.test(source);
  if (split < 0 || protocol === undefined || !known) return `# ${JSON.stringify(text)} has to be written by hand`;
  return `- { ${protocol}, sources: ${source.includes(':') ? JSON.stringify(source) : source} }`;
}

function protocolYaml(what: string): string | undefined {
  if (what === 'all traffic') return 'protocol: all';
  const [, ported, ports] = /^(tcp|udp) (\d+(?:-\d+)?)$/.exec(what) ?? [];
  if (ported !== undefined && ports !== undefined)
    return `protocol: ${ported}, ports: ${ports.includes('-') ? `"${ports}"` : ports}`;
  const [, icmp, type, code] = /^(icmp|icmpv6) type (any|\d+) code (any|\d+)$/.exec(what) ?? [];
  if (icmp !== undefined && type !== undefined && code !== undefined) {
    const parts = [type === 'any' ? '' : `type: ${type}`, code === 'any' ? '' : `code: ${code}`].filter(
      (part) => part !== '',
    );
    return parts.length === 0 ? `protocol: ${icmp}` : `protocol: ${icmp}, icmp: { ${parts.join(', ')} }`;
  }
  const [, number] = /^protocol (\d+)$/.exec(what) ?? [];
  return number === undefined ? undefined : `protocol: ${number}`;
}

/** An id for the exemption of a group from a policy: lower-case words and hyphens. */
export const exemptionId = (policy: string, group: string): string =>
  `${policy}-${group
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')}`
    .slice(0, 64)
    .replace(/-$/, '');
