import { expect, test } from 'vitest';
import { descriptionAt, trafficAt } from '../../../functions/core/record/ingress-traffic.ts';

const ALL = { protocol: -1, from: -1, to: -1 };

test.for([
  [{ ipProtocol: '-1' }, ALL],
  [{ ipProtocol: '-1', fromPort: null, toPort: null }, ALL],
  [{ ipProtocol: '-1', fromPort: -1, toPort: -1 }, ALL],
  [{ ipProtocol: '-1', fromPort: 0, toPort: 65535 }, ALL],
  [{ ipProtocol: '-1', fromPort: 22, toPort: 22 }, ALL],
  [{ ipProtocol: -1 }, ALL],
  [
    { ipProtocol: '50', fromPort: 22, toPort: 22 },
    { protocol: 50, from: -1, to: -1 },
  ],
  [
    { ipProtocol: '6', fromPort: 22, toPort: 22 },
    { protocol: 6, from: 22, to: 22 },
  ],
  [
    { ipProtocol: 17, fromPort: 53, toPort: 53 },
    { protocol: 17, from: 53, to: 53 },
  ],
  [
    { ipProtocol: '1', fromPort: 8, toPort: -1 },
    { protocol: 1, from: 8, to: -1 },
  ],
  [{ ipProtocol: '58' }, { protocol: 58, from: -1, to: -1 }],
  [
    { ipProtocol: 'TCP', fromPort: '20', toPort: '25' },
    { protocol: 6, from: 20, to: 25 },
  ],
  [{ ipProtocol: 'tcp' }, { protocol: 6, from: 0, to: 65535 }],
] as const)('trafficAt() reads %j', ([fields, traffic]) => {
  expect(trafficAt({ path: 'p', fields })).toEqual(traffic);
});

test.for([
  [{}, 'p.ipProtocol: undefined is no protocol'],
  [{ ipProtocol: { a: 1 } }, 'p.ipProtocol: an object is no protocol'],
  [{ ipProtocol: 'quic' }, 'p: protocol "quic" is not known'],
  [{ ipProtocol: 'tcp\n' }, 'p: protocol "tcp\\n" is not known'],
  [{ ipProtocol: 'tcp', fromPort: 25, toPort: 22 }, 'p: ports 25-22 run backwards'],
  [{ ipProtocol: 'tcp', fromPort: 22, toPort: 70_000 }, 'p: port 70000 is not between 0 and 65535'],
  [{ ipProtocol: 'tcp', fromPort: 22 }, 'p: port -1 is not between 0 and 65535'],
  [{ ipProtocol: 'tcp', fromPort: 1, toPort: 22.5 }, 'p.toPort: 22.5 is no whole number'],
  [{ ipProtocol: 'tcp', fromPort: 'ssh', toPort: 22 }, 'p.fromPort: "ssh" is no whole number'],
  [{ ipProtocol: 'tcp', fromPort: '', toPort: '' }, 'p.fromPort: "" is no whole number'],
  [{ ipProtocol: 'tcp', fromPort: [22], toPort: 22 }, 'p.fromPort: a list is no whole number'],
] as const)('trafficAt() says what is wrong with %j', ([fields, problem]) => {
  expect(trafficAt({ path: 'p', fields })).toEqual({ problem });
});

test('descriptionAt() keeps a description raw, cut at 255 characters', () => {
  const description = `approved \u202e\n${'x'.repeat(1000)}`;
  expect(descriptionAt({ path: 'p', fields: { description } })).toEqual({ description: description.slice(0, 255) });
});

test.for([[{}], [{ description: '' }], [{ description: 7 }]])('descriptionAt() is empty for %j', ([fields = {}]) => {
  expect(descriptionAt({ path: 'p', fields })).toEqual({});
});
