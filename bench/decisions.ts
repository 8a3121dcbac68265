import { Agent, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { judge } from '../functions/core/verdict.ts';
import { respond } from '../functions/respond/respond.ts';
import { callTimes } from './call-time.ts';
import { fresh } from './fresh.ts';
import { instantPorts } from './instant-ports.ts';
import type { Effort, Row } from './row.ts';
import { enforced, shipped, typicalChanges } from './typical-changes.ts';

/** How fast a change is judged by the shipped policies, and what the whole pipeline costs beside the waiting for AWS. */
export async function decisions(effort: Effort): Promise<Row[]> {
  const changes = Object.values(typicalChanges());
  const policies = shipped();
  const settings = { policies: enforced(), leaseFor: 60_000 };
  const texts = changes.map(({ record }) => JSON.stringify(record));
  const loopback = await openLoopback();
  try {
    const times = await callTimes(
      [
        () => changes.map(({ added, context }) => judge(added, fresh(context), policies)),
        () => texts.map((text) => JSON.parse(text)),
        () => Promise.all(changes.map(({ record, context }) => respond(record, instantPorts(context), settings))),
        loopback.roundTrip,
      ],
      effort,
    );
    const [judged = 0, parsed = 0, responded = 0, trip = 0] = times.map((time, at) =>
      at < 3 ? time / changes.length : time,
    );
    return [
      {
        measure: 'Judging a change by the shipped policies',
        figure: perSecond(judged),
        against: `${perSecond(parsed)}: JSON.parse of its event`,
        ratio: judged / parsed,
      },
      {
        measure: 'respond() itself, with ports that answer at once',
        figure: `${responded.toFixed(2)} ms`,
        against: `${trip.toFixed(2)} ms: one HTTP request on loopback, both ends`,
        ratio: responded / trip,
      },
    ];
  } finally {
    loopback.close();
  }
}

/** The least that one of its round trips could cost: HTTP with a connection that stays open, within this process. */
async function openLoopback() {
  const server = createServer((_, response) => response.end('{}'));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const agent = new Agent({ keepAlive: true });
  return {
    roundTrip: () =>
      new Promise((resolve, reject) => {
        const call = request({ host: '127.0.0.1', port, agent }, (response) => response.resume().on('end', resolve));
        call.on('error', reject).end();
      }),
    close: () => {
      agent.destroy();
      server.close();
    },
  };
}

const perSecond = (milliseconds: number): string =>
  `${Math.round(1000 / milliseconds)
    .toLocaleString('en')
    .replaceAll(',', ' ')} /s`;
