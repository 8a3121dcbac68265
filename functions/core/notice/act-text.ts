import { ruleWord } from '../outcome-word.ts';
import type { ReportedRule } from '../report.ts';
import { ruleText } from '../rule.ts';
import { instantText } from './duration.ts';
import { nameText, trafficText } from './escape.ts';
import { repairedWord } from './repair-text.ts';
import { idsAgain, insteadOf, namedTexts, reasonFor, repairOf, ruleWithId } from './reported-rules.ts';

/** How many of the rules that took a rule's place a mail names. */
const PIECES = 10;

/** What was done about one rule, or was not, and why; `given`: the one reason stands in the summary. */
export function actText(reported: ReportedRule, given: boolean): string {
  const rule = ruleWithId(reported);
  const word = ruleWord(reported);
  const { outcome, how } = reported;
  const missing = how === 'removed';
  const repair = repairOf(reported);
  const at = outcome !== undefined && 'at' in outcome ? instantText(outcome.at) : undefined;
  const resumed = outcome?.kind === 'done' && outcome.resumed === true;
  const doubt = resumed ? '. An earlier attempt of Portcullis may have done that, or somebody else' : '';
  const seen = (what: string) => (at === undefined ? '' : `, and seen to ${what} at ${at}`);
  const because = (deed: string) =>
    given ? `${deed}, for the reason above: ${rule}` : `${deed}: ${rule}. Reason: ${reasonFor(reported)}`;
  switch (word) {
    case 'failed':
      return because(`NOT ${repairedWord(repair)}`);
    case 'held':
      return because(missing ? 'Not put back' : 'Left in place');
    case 'would-revert':
      return `Nothing, in audit mode. In enforce mode this would have been ${wouldText(reported)}: ${rule}`;
    case 'notified':
      return `Nothing but this notice: ${rule}`;
    case 'undetermined':
      return outcome?.kind === 'already-gone'
        ? `Nothing: it could not be judged, and was gone${at === undefined ? '' : ` by ${at}`}: ${rule}`
        : `Nothing, since it could not be judged: ${rule}`;
    case 'stands-again': {
      const again = outcome?.kind === 'stands-again' ? outcome : undefined;
      const when = at === undefined ? '' : ` at ${at}`;
      return `${again?.removed ? 'Removed' : 'Nothing, it was gone'}, yet the same stood there again${when}, as ${idsAgain([reported])}: ${rule}`;
    }
    case 'changed': {
      const now =
        outcome?.kind === 'changed'
          ? `; ${at === undefined ? 'it' : `at ${at} it`} read ${trafficText(outcome.now)}`
          : '';
      return `Nothing, since it was changed after the call${now}: ${rule}`;
    }
    case 'already-gone': {
      const found = missing ? 'there again' : how === 'added' ? 'gone' : 'not open any more';
      return `Nothing, it was ${found}${at === undefined ? ' already' : ` by ${at}`}: ${rule}`;
    }
    case 'reverted': {
      const instead = insteadOf(reported);
      return `${resumed ? 'Gone by' : 'Removed, and seen to be gone at'} ${at ?? 'a time that is not known'}: ${rule}${doubt}${instead === undefined ? '' : `. Why nothing milder: ${instead}`}`;
    }
    case 'narrowed': {
      const remainder = repair.kind === 'narrow' ? repair.remainder.map(ruleText) : [];
      const place = remainder.length === 0 ? '' : `. In its place: ${namedTexts(remainder, PIECES)}`;
      return `Narrowed${seen('be so')}: ${rule}${place}${doubt}`;
    }
    case 'restored': {
      if (repair.kind === 'restore-list')
        return `Prefix list ${nameText(repair.list)} given back the entries of its version ${repair.version}, for every rule that uses it${seen('hold them')}: ${rule}`;
      const to = repair.kind === 'restore' ? `. It is again: ${trafficText(ruleText(repair.to))}` : '';
      return `${resumed ? 'As before' : 'Changed back'}${seen('hold')}: ${rule}${to}${doubt}`;
    }
    case 'put-back':
      return `${resumed ? 'There again' : 'Put back'} under a new id${seen('stand')}: ${trafficText(reported.text)}${doubt}`;
    case 'exempt':
      return `Left as it is, since an exemption excuses it: ${rule}`;
    case 'none':
      return missing ? `Nothing, since it may go: ${rule}` : `Left as it is, since it is allowed: ${rule}`;
    default:
      return word satisfies never;
  }
}

function wouldText(reported: ReportedRule): string {
  const repair = repairOf(reported);
  switch (repair.kind) {
    case 'revoke':
    case 'put-back':
      return repairedWord(repair);
    case 'narrow':
      return `narrowed to ${namedTexts(repair.remainder.map(ruleText), PIECES)}`;
    case 'restore':
      return `changed back to ${trafficText(ruleText(repair.to))}`;
    case 'restore-list':
      return `repaired by giving prefix list ${nameText(repair.list)} its version ${repair.version} back`;
    default:
      return repair satisfies never;
  }
}
