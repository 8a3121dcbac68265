import { exemptionsIn } from '../core/exemptions-in.ts';
import { recordText } from '../core/notice/escape.ts';
import { outcomeWord } from '../core/outcome-word.ts';
import { field } from '../core/record/record-fields.ts';
import type { Response } from './respond.ts';

/** What is logged of one record: enough to find its report, and no text of the record that is not escaped. */
export function logEntry(response: Response): Record<string, unknown> {
  if (response.kind === 'ignored') return { response: 'ignored', reason: recordText(response.reason, 200) };
  if (response.kind === 'passed-on') return { response: 'passed-on', groups: response.groups };
  const { report } = response;
  const uses = exemptionsIn(report);
  return {
    response: response.kind,
    ...(response.kind === 'reported' && { again: response.again }),
    reportId: recordText(report.id, 300),
    eventName: recordText(report.eventName, 100),
    account: report.account,
    region: report.region,
    groupId: report.group.id,
    verdict: report.verdict,
    outcome: outcomeWord(report),
    severity: report.severity,
    rules: report.rules.slice(0, 20).map(({ text }) => recordText(text, 200)),
    ...(uses.length > 0 && { exemptions: uses.slice(0, 20).map((id) => recordText(id, 100)) }),
    ...(report.concerns && { concerns: report.concerns.slice(0, 20).map(({ policy }) => recordText(policy, 100)) }),
    ...(report.unclear !== undefined && { unclear: recordText(report.unclear, 400) }),
    ...(report.exposure !== undefined && { exposure: report.exposure }),
    // Exempt, or held as an earlier report told: no mail went out.
    ...(report.quiet && { quiet: true }),
  };
}

/** The id of the CloudTrail event in a message, to find it by when it could not be handled; undefined when there is none. */
export function eventIdOf(message: unknown): string | undefined {
  // A portion of an event has the event in it.
  const event = field(message, 'event') ?? message;
  const id = field(field(event, 'detail') ?? event, 'eventID');
  return typeof id === 'string' ? recordText(id, 128) : undefined;
}
