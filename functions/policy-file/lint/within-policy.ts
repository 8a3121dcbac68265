import type { Policy, Statement } from '../../core/policy.ts';
import { parseCidr } from '../../core/traffic/cidr.ts';
import { listedBy, namesAll, WHOLE } from './named.ts';
import { repeatedLines } from './repeated.ts';
import { coversNothing } from './scopes.ts';
import type { Finding } from './subject.ts';

/** What a policy, looked at by itself, can't have been meant to say. */
export function lintPolicy({ scope, ban }: Policy): Finding[] {
  const findings: Finding[] = [];
  if (coversNothing(scope)) {
    const message = 'Every group that the scope covers is left out again, so the policy judges none; except less';
    findings.push({ code: 'scope-empty', path: ['scope', 'unless'], message });
  }
  if (ban.kind === 'freeze' || ban.kind === 'watch') return findings;
  const { kind, statements } = ban;
  const silent = statements.map(wrongFamily);
  if (kind === 'only' && silent.every((why) => why !== undefined)) {
    const message =
      'None of these lines can hold for a rule, so every rule breaks the policy; if that is meant, write ' +
      'deny: [{ protocol: all, sources: any }]';
    return [...findings, { code: 'forbids-everything', path: [kind], message }];
  }
  if (kind === 'only' && namesAll(listedBy(statements), WHOLE)) {
    const message = 'All traffic may stay, so no rule can break the policy; name less, or delete the policy';
    return [...findings, { code: 'forbids-nothing', path: [kind], message }];
  }
  for (const [index, why] of silent.entries()) {
    if (why === undefined) continue;
    findings.push({ level: 'warning', code: 'never-matches', path: [kind, index], message: why });
  }
  return [...findings, ...repeatedLines(kind, statements)];
}

/** ICMP belongs to IPv4 and ICMPv6 to IPv6: from the other family neither lets anything in. */
function wrongFamily({ protocols, sources }: Statement): string | undefined {
  const [protocol] = protocols;
  if (protocol !== 1 && protocol !== 58) return undefined;
  const [name, own, other, instead] =
    protocol === 1 ? (['icmp', 4, 6, 'icmpv6'] as const) : (['icmpv6', 6, 4, 'icmp'] as const);
  const foreign = sources.every((word) =>
    word.kind === 'cidr'
      ? parseCidr(word.cidr)?.family === other
      : word.kind === 'wider-than' && word[`ipv${own}`] === undefined,
  );
  if (!foreign) return undefined;
  return `Protocol ${name} is that of IPv${own}, and all of these sources are IPv${other}; write ${instead}`;
}
