import { expect, test } from 'vitest';
import { HANDLED_EVENTS } from '../../functions/core/events.ts';
import { readRecord } from '../../functions/core/read-record.ts';
import { envelope, GROUP } from '../records/records.ts';
import { OTHER_GROUP, samples, tagsRecord } from '../records/samples.ts';

test.for(Object.entries(HANDLED_EVENTS))(
  'readRecord() reads %s, alone and as it is delivered',
  ([eventName, handled]) => {
    const sample = samples()[eventName];
    const source = handled.eventSource === 'ec2.amazonaws.com' ? 'aws.ec2' : 'aws.tagging';
    for (const input of [sample, envelope(sample, { source })]) {
      expect(readRecord(input)).toMatchObject({ changes: [{ eventName, effect: { kind: handled.effect } }] });
    }
  },
);

test('readRecord() gives every group of a record a change with the facts of the record', () => {
  const groups = [OTHER_GROUP, GROUP, 'i-0123456789abcdef0', OTHER_GROUP];
  const reading = readRecord(envelope(tagsRecord('CreateTags', groups)));
  const changes = reading.kind === 'changes' ? reading.changes : [];
  expect(changes.map(({ group }) => group)).toEqual([{ id: GROUP }, { id: OTHER_GROUP }]);
  const [first, second] = changes;
  expect({ ...second, group: first?.group }).toEqual(first);
});

test('readRecord() is unclear of every group when the envelope is in doubt', () => {
  const reading = readRecord(envelope(tagsRecord('CreateTags', [GROUP, OTHER_GROUP]), { source: 'custom' }));
  const effect = { kind: 'unclear', reason: 'source: "custom" is not "aws.ec2"' };
  expect(reading).toMatchObject({
    changes: [
      { group: { id: GROUP }, effect },
      { group: { id: OTHER_GROUP }, effect },
    ],
  });
});
