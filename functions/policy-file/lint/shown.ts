import { type Traffic, trafficTexts } from '../../core/traffic/traffic.ts';

/** The first piece of traffic in words, and whether there is more. */
export function shown(set: Traffic): string {
  const texts = trafficTexts(set.slice(0, 1));
  const more = texts.length > 1 || set.length > 1;
  return `${texts[0] ?? 'nothing'}${more ? ' and more' : ''}`;
}
