import { ALL_PROTOCOLS, hasPorts, isIcmp, PROTOCOL_NAMES, type Rule, readTraffic } from '../../functions/core/rule.ts';
import { quoted } from '../../functions/policy-file/problem.ts';
import { didYouMean } from '../../functions/policy-file/suggest.ts';
import { type Unreadable, unreadable, type Word } from './unreadable.ts';

type Traffic = Pick<Rule, 'protocol' | 'from' | 'to'>;

const FORMS =
  'tcp 22, tcp 20-25, udp 53, icmp type 8 code any, protocol 50 or all traffic, each followed by from SOURCE';

/** The traffic in the words of a rule before `from`, which is `next`. */
export function trafficFromWords(words: readonly Word[], next: Word | undefined): Traffic | Unreadable {
  const [first, second, ...more] = words;
  if (!first) return unreadable(next, `A protocol is missing; write ${FORMS}`);
  switch (first.text) {
    case 'all':
      if (second?.text !== 'traffic') return unreadable(second ?? next, 'After all, the word traffic is needed');
      return last({ protocol: ALL_PROTOCOLS, from: -1, to: -1 }, more);
    case 'protocol': {
      const protocol = protocolOf(second, next);
      return typeof protocol === 'number' ? last({ protocol, from: -1, to: -1 }, more) : protocol;
    }
    case 'icmp':
    case 'icmpv6':
      return icmpOf(first.text, words.slice(1), next);
    case 'tcp':
    case 'udp':
      return last(portsOf(first.text, second, next), more);
    default: {
      const known = [...Object.values(PROTOCOL_NAMES), 'all', 'protocol'];
      return unreadable(first, `${quoted(first.text)} is no protocol${didYouMean(first.text, known)}; write ${FORMS}`);
    }
  }
}

/** What was read, if no word follows it. */
function last(traffic: Traffic | Unreadable, [extra]: readonly Word[]): Traffic | Unreadable {
  if ('problem' in traffic || !extra) return traffic;
  return unreadable(extra, `${quoted(extra.text)} is one word too many; from and a source are next`);
}

function protocolOf(word: Word | undefined, next: Word | undefined): number | Unreadable {
  if (!word) return unreadable(next, 'The number of the protocol is missing, 0 to 255');
  if (word.text === '-1') return unreadable(word, '-1 stands for every protocol; write all traffic');
  const number = numberUpTo255(word.text);
  if (number === undefined) return unreadable(word, `${quoted(word.text)} is no protocol number, 0 to 255`);
  const name = PROTOCOL_NAMES[number];
  if (name === undefined) return number;
  const rest = isIcmp(number) ? 'type any code any' : '22';
  return unreadable(word, `Protocol ${number} is ${name}; write it by its name, such as ${name} ${rest}`);
}

const numberUpTo255 = (text: string): number | undefined =>
  /^(0|[1-9]\d{0,2})$/.test(text) && Number(text) <= 255 ? Number(text) : undefined;

function portsOf(name: string, word: Word | undefined, next: Word | undefined): Traffic | Unreadable {
  const forms = `write a port or a range, such as ${name} 22, ${name} 20-25, or ${name} 0-65535 for every port`;
  if (!word) return unreadable(next, `The ports are missing; ${forms}`);
  const [, from, to = from] = /^(0|[1-9]\d{0,8})(?:-(0|[1-9]\d{0,8}))?$/.exec(word.text) ?? [];
  if (from === undefined) return unreadable(word, `${quoted(word.text)} is no port; ${forms}`);
  const read = readTraffic({ protocol: name, from: Number(from), to: Number(to) });
  if ('problem' in read) return unreadable(word, `${read.problem.slice(0, 1).toUpperCase()}${read.problem.slice(1)}`);
  if (!hasPorts(read.protocol)) throw new TypeError(`${name} has no ports`);
  return read;
}

function icmpOf(name: string, words: readonly Word[], next: Word | undefined): Traffic | Unreadable {
  const form = `write ${name} type 8 code any, with a number from 0 to 255 or any for each`;
  const [type, typeValue, code, codeValue, ...more] = words;
  if (type?.text !== 'type') return unreadable(type ?? next, `The type is missing; ${form}`);
  const from = icmpNumberOf(typeValue, next, form);
  if (typeof from !== 'number') return from;
  if (code?.text !== 'code') return unreadable(code ?? next, `The code is missing; ${form}`);
  const to = icmpNumberOf(codeValue, next, form);
  if (typeof to !== 'number') return to;
  const read = readTraffic({ protocol: name, from, to });
  if ('problem' in read) throw new TypeError(read.problem);
  return read.to === to ? last(read, more) : unreadable(codeValue, ONE_CODE);
}

const ONE_CODE = 'EC2 has no rule for one code of every type; write code any';

function icmpNumberOf(word: Word | undefined, next: Word | undefined, form: string): number | Unreadable {
  if (!word) return unreadable(next, `A number is missing; ${form}`);
  if (word.text === 'any') return -1;
  return numberUpTo255(word.text) ?? unreadable(word, `${quoted(word.text)} is no type or code; ${form}`);
}
