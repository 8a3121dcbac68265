import { judge } from '../functions/core/verdict.ts';
import { callTimes } from './call-time.ts';
import { exemptionSets } from './exemption-sets.ts';
import { groupShapes } from './group-shapes.ts';
import { policySets } from './policy-sets.ts';
import type { Effort, Row } from './row.ts';

const FEW = 10;

/** How the cost of judging a change grows from ten to many (a thousand) policies, exemptions, and rules in its group. */
export async function growth(effort: Effort): Promise<Row[]> {
  const rows: Row[] = [];
  for (const { name, goal, make } of [...policySets(), ...exemptionSets(), ...groupShapes()]) {
    const [few, many] = [make(FEW), make(effort.many)];
    const [fewTime = 0, manyTime = 0] = await callTimes(
      [few, many].map(
        ({ rule, context, policies }) =>
          () =>
            judge([rule], context, policies),
      ),
      effort,
    );
    rows.push({
      measure: `${effort.many} ${name}`,
      figure: `${manyTime.toFixed(2)} ms`,
      against: `${fewTime.toFixed(3)} ms: ${FEW} of them, times ${effort.many / FEW}`,
      ratio: manyTime / fewTime / (effort.many / FEW),
      ...(goal !== undefined && { goal }),
    });
  }
  return rows;
}
