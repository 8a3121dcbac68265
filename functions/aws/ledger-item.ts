import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Report } from '../core/report.ts';
import type { Entry } from '../respond/ports.ts';
import { pack, packedSize, unpack } from './packed.ts';

/** An item of the table. */
export type Item = Record<string, AttributeValue>;

/**
 * The key of a report. The table's keys are texts with their kind in front (`report#...`), so that what is remembered of a
 * group (`group#...`) has a partition of its own beside the reports.
 */
export const reportKey = (reportId: string) => ({ pk: { S: `report#${reportId}` }, sk: { S: 'report' } });

/**
 * The bytes that a report and its record may take: DynamoDB's 400 KB for an item, less its other attributes and the
 * outcomes that are still to come.
 */
const ROOM = 350_000;

/** The characters that are kept of a record which does not fit. */
const CUT = 20_000;

const DAY = 86_400;

/**
 * The item of a new report. `account`, `region`, `groupId`, `groupName`, `eventTime`, `day`, `verdict` and `severity`
 * repeat the report for auditors and for a later index. `record` is kept whole where it fits; else its beginning is,
 * with `recordCut`. `expiresAt` (epoch seconds, DynamoDB's TTL) is so many days after the judgement.
 */
export function toItem(report: Report, record: string, lease: string, leaseUntil: number, retentionDays: number): Item {
  const packed = pack(JSON.stringify(report));
  const [whole, cut] = [pack(record), pack(record.slice(0, CUT))];
  const fits = packedSize(packed) + packedSize(whole) <= ROOM;
  return {
    ...reportKey(report.id),
    report: packed,
    record: fits ? whole : cut,
    ...(!fits && { recordCut: { BOOL: true } }),
    lease: { S: lease },
    leaseUntil: { N: String(leaseUntil) },
    acted: { BOOL: false },
    mailTold: { BOOL: false },
    eventTold: { BOOL: false },
    expiresAt: { N: String(Math.floor(Date.parse(report.judgedAt) / 1000) + retentionDays * DAY) },
    account: { S: report.account },
    region: { S: report.region },
    ...(report.group.id !== undefined && { groupId: { S: report.group.id } }),
    ...(report.group.name !== undefined && { groupName: { S: report.group.name } }),
    eventTime: { S: report.changedAt },
    day: { S: report.changedAt.slice(0, 10) },
    verdict: { S: report.verdict },
    severity: { S: report.severity },
  };
}

/**
 * The entry of an item. The state is worked out and not stored, so that two flags can be set by two writes without a
 * third that might be lost: closed is acted and told both ways.
 */
export function toEntry(item: Item): Entry {
  const told = { mail: item.mailTold?.BOOL === true, event: item.eventTold?.BOOL === true };
  const acted = item.acted?.BOOL === true;
  return {
    // Written by `toItem` or `acted` alone, both of which hold a Report.
    report: JSON.parse(unpack(item.report)) as Report,
    state: !acted ? 'open' : told.mail && told.event ? 'closed' : 'acted',
    told,
    lease: item.lease?.S ?? '',
    leaseUntil: Number(item.leaseUntil?.N ?? 0),
  };
}
