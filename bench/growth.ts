import { judge } from '../functions/core/verdict.ts';
import { callTimes } from './call-time.ts';
import { draftShapes } from './draft-shapes.ts';
import { exemptionSets } from './exemption-sets.ts';
import { fresh } from './fresh.ts';
import { groupShapes } from './group-shapes.ts';
import { policySets } from './policy-sets.ts';
import type { Effort, Row } from './row.ts';

const FEW = 10;

type Growing = { readonly name: string; readonly goal?: number; readonly call: (count: number) => () => unknown };

/** How the cost of judging grows from ten to many (a thousand) policies, exemptions, rules beside the one, and rules judged at once. */
export async function growth(effort: Effort): Promise<Row[]> {
  const judged = [...policySets(), ...exemptionSets(), ...groupShapes()].map(
    ({ make, ...more }): Growing => ({
      ...more,
      call: (count) => {
        const { rule, context, policies } = make(count);
        return () => judge([rule], fresh(context), policies);
      },
    }),
  );
  const drafted = draftShapes().map(({ make, ...more }): Growing => ({ ...more, call: (count) => make(count).draft }));
  const rows: Row[] = [];
  for (const { name, goal, call } of [...judged, ...drafted]) {
    const [fewTime = 0, manyTime = 0] = await callTimes([call(FEW), call(effort.many)], effort);
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
