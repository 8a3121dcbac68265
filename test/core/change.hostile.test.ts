import { expect, test } from 'vitest';
import { readRecord } from '../../functions/core/change.ts';
import { authorizeRecord, envelope, flatRecord } from '../records/records.ts';

test.for([
  { name: 'deep lists', value: JSON.parse(`${'['.repeat(200)}${']'.repeat(200)}`) },
  { name: 'deep objects', value: JSON.parse(`${'{"items":'.repeat(200)}1${'}'.repeat(200)}`) },
  { name: 'objects deeper than the stack', value: JSON.parse(`${'{"items":'.repeat(100_000)}1${'}'.repeat(100_000)}`) },
  { name: 'a huge text', value: 'x'.repeat(1_000_000) },
  { name: 'a huge text of dots', value: `${'1.'.repeat(500_000)}/8` },
  { name: 'a huge text of colons', value: `${'1:'.repeat(500_000)}/8` },
  { name: 'a huge list', value: Array.from({ length: 100_000 }, () => ({})) },
])('readRecord() never throws and adds no rule when a part is $name', ({ value }) => {
  const inputs = [
    value,
    envelope(value),
    authorizeRecord({ parts: { requestParameters: value, responseElements: value } }),
    authorizeRecord({ response: 'old', parts: { requestParameters: { groupName: 'web', ipPermissions: value } } }),
    flatRecord({
      response: 'old',
      parts: { requestParameters: { groupName: 'web', cidrIp: value, ipProtocol: value } },
    }),
    authorizeRecord({ parts: { responseElements: { securityGroupRuleSet: value }, requestParameters: null } }),
    authorizeRecord({ responseRule: { cidrIpv4: value } }),
  ];
  for (const input of inputs) expect(reasonOf(input)).toMatch(/^[\x20-\x7e]{1,300}$/);
});

test('readRecord() shortens and escapes what its reasons cite', () => {
  const nasty = `x"\n\u202e\u0000${'y'.repeat(1_000_000)}`;
  const tcp = { protocol: 'tcp', from: 22, to: 22 };
  const inputs = [
    authorizeRecord({ response: 'old', permissions: [{ ...tcp, ipv4: [nasty] }] }),
    authorizeRecord({ response: 'old', permissions: [{ ...tcp, protocol: nasty, ipv4: ['10.0.0.0/8'] }] }),
    authorizeRecord({
      response: 'old',
      parts: { requestParameters: { ipPermissions: [{ ipProtocol: '-1', [nasty]: [1] }] } },
    }),
    authorizeRecord({ response: 'old', parts: { requestParameters: nasty } }),
    authorizeRecord({ parts: { errorCode: nasty } }),
    authorizeRecord({ parts: { eventID: nasty } }),
    authorizeRecord({ parts: { eventName: nasty } }),
    envelope(authorizeRecord(), { source: nasty }),
  ];
  for (const input of inputs) {
    const reason = reasonOf(input);
    expect(reason).toMatch(/^[\x20-\x7e]{1,250}$/);
    expect(reason).toContain('x\\"\\n\\u202e\\u0000yyy');
  }
});

/** The reason for which nothing is added; undefined when something is. */
function reasonOf(input: unknown): string | undefined {
  const reading = readRecord(input);
  if (reading.kind !== 'change') return reading.reason;
  return reading.change.effect.kind === 'unclear' ? reading.change.effect.reason : undefined;
}
