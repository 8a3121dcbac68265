import { describe, expect, test } from 'vitest';
import { portPlace, reachText, trafficBox } from '../../../cli/report/page/traffic-boxes.ts';

describe('trafficBox()', () => {
  test.for([
    { text: 'tcp 22 from 0.0.0.0/0', ports: [22, 22], place: [0, 1], reach: 'the whole IPv4 internet' },
    { text: 'udp 0-65535 from ::/0', ports: [0, 65535], place: [0, 1], reach: 'the whole IPv6 internet' },
    { text: 'tcp 22 from 2000::/3', ports: [22, 22], place: [0, 1], reach: 'the whole IPv6 internet' },
    { text: 'all traffic from 128.0.0.0/1', ports: [0, 65535], place: [0.5, 1], reach: '50 % of IPv4' },
    { text: 'tcp 443 from 64.0.0.0/2', ports: [443, 443], place: [0.25, 0.5], reach: '25 % of IPv4' },
    { text: 'tcp 443 from 64.0.0.0/16', ports: [443, 443], place: [0.25, 0.25 + 2 ** -16], reach: '65,536 addresses' },
    { text: 'tcp 443 from 64.0.0.1/32', ports: [443, 443], place: [0.25, 0.25], reach: '1 address' },
    { text: 'tcp 443 from 3000::/4', ports: [443, 443], place: [0.5, 1], reach: '50 % of IPv6' },
    { text: 'tcp 443 from fc00::/7', ports: [443, 443], place: [1, 1], reach: 'private addresses' },
    { text: 'tcp 443 from 2001:db8::/32', ports: [443, 443], place: [0, 0], reach: 'a /32 of IPv6' },
    { text: 'icmp type 8 code any from 0.0.0.0/0', ports: undefined, place: [0, 1], reach: 'the whole IPv4 internet' },
    { text: 'tcp 22 from sg-0f0e0d0c0b0a09080', ports: [22, 22], place: undefined, reach: undefined },
    { text: 'tcp 22 from group a from b', ports: undefined, place: undefined, reach: undefined },
  ])('$text', ({ text, ports, place, reach }) => {
    const box = trafficBox(text);
    expect(box?.ports).toEqual(ports);
    expect(box && reachText(box)).toBe(reach);
    if (box?.source.kind !== 'addresses') expect(place).toBeUndefined();
    else {
      expect(box.source.from).toBeCloseTo(place?.[0] ?? -1, 3);
      expect(box.source.to).toBeCloseTo(place?.[1] ?? -1, 3);
    }
  });

  test.for(['', 'tcp 22', 'from', '</script>'])('%j is not drawn', (text) => {
    expect(trafficBox(text)).toBeUndefined();
  });
});

describe('portPlace()', () => {
  test('keeps the order of ports, from one edge to the other', () => {
    const places = [0, 1, 21, 22, 23, 80, 443, 1023, 1024, 3389, 8080, 65534, 65535].map(portPlace);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(new Set(places).size).toBe(places.length);
    expect([places[0], places.at(-1)]).toEqual([0, 1]);
  });
});
