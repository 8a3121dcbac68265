import { type Rule, readTraffic } from '../rule.ts';
import { type Entry, field, numberAt, type Problem, problem, quoted, textOf } from './record-fields.ts';

/** The protocol and ports of a permission, of a response's rule or of a flat request. */
export function trafficAt(entry: Entry): Pick<Rule, 'protocol' | 'from' | 'to'> | Problem {
  const protocol = field(entry.fields, 'ipProtocol');
  if (typeof protocol !== 'string' && typeof protocol !== 'number') {
    return problem(`${entry.path}.ipProtocol`, `${quoted(protocol)} is no protocol`);
  }
  const from = numberAt(entry, 'fromPort');
  if (typeof from === 'object') return from;
  const to = numberAt(entry, 'toPort');
  if (typeof to === 'object') return to;
  // No protocol has a name this long: the cut changes the message, never the meaning.
  const traffic = readTraffic({ protocol: typeof protocol === 'string' ? protocol.slice(0, 80) : protocol, from, to });
  return 'problem' in traffic ? problem(entry.path, traffic.problem) : traffic;
}

/** A description as EC2 limits it, ready to be spread into a rule. Raw: whoever shows it escapes it. */
export function descriptionAt({ fields }: Entry): { readonly description?: string } {
  const description = textOf(field(fields, 'description'), 255);
  return description === undefined ? {} : { description };
}
