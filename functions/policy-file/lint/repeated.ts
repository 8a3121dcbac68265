import type { Statement } from '../../core/policy.ts';
import { traffic } from '../../core/traffic/traffic.ts';
import { type Bounds, boundsOf, mayHold, mayMeet } from './bounds.ts';
import { deniedBy, listedBy, type NamedSet, namesAll } from './named.ts';
import type { Finding } from './subject.ts';

type Line = { readonly set: NamedSet; readonly bounds: Bounds | undefined };

/** Statements all of whose traffic is named by those before them, or by a wider one after them. */
export function repeatedLines(kind: 'deny' | 'only' | 'require', statements: readonly Statement[]): Finding[] {
  const lines = statements.map((statement): Line => {
    const set = (kind === 'deny' ? deniedBy : listedBy)([statement]);
    return { set, bounds: boundsOf(set) };
  });
  return lines.flatMap((line, index): Finding[] => {
    const wider = lines.findIndex(
      (other, at) => at !== index && holds(other, line) && (at < index || !holds(line, other)),
    );
    const by =
      wider >= 0 ? `${kind}[${wider}] names` : heldBefore(lines, index) ? 'The lines before this one name' : '';
    if (by === '') return [];
    const message = `${by} all of this traffic already; leave this line out`;
    return [{ level: 'warning', code: 'statement-pointless', path: [kind, index], message }];
  });
}

const holds = (outer: Line, inner: Line): boolean =>
  outer.bounds !== undefined &&
  inner.bounds !== undefined &&
  mayHold(outer.bounds, inner.bounds) &&
  namesAll(outer.set, inner.set);

/** Joining more lines than this for every line of a long list takes longer than the finding is worth. */
const MOST_JOINED = 20;

/** Whether the lines before one hold it together. */
function heldBefore(lines: readonly Line[], index: number): boolean {
  const line = lines[index];
  const meeting = lines.slice(0, index).filter(({ bounds }) => bounds && line?.bounds && mayMeet(bounds, line.bounds));
  if (line === undefined || meeting.length < 2 || meeting.length > MOST_JOINED) return false;
  return namesAll(traffic(meeting.flatMap(({ set }) => set)), line.set);
}
