import { statementRegions } from '../core/judge/statement.ts';
import type { SourceWord, Statement } from '../core/policy.ts';
import type { SourceSet } from '../core/traffic/source-set.ts';
import { type Box, type Traffic, traffic } from '../core/traffic/traffic.ts';

/** What statements name, whatever the rule, where each word stands for the sources that `sourcesOf` gives it. */
export const statementTraffic = (
  statements: readonly Statement[],
  sourcesOf: (word: SourceWord) => SourceSet,
): Traffic =>
  traffic(
    statements.flatMap((statement) =>
      statementRegions(statement).flatMap((region) =>
        statement.sources.map((word): Box => ({ region, sources: sourcesOf(word) })),
      ),
    ),
  );
