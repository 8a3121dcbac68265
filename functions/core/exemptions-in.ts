import type { Report } from './report.ts';
import { excusesOf } from './verdict.ts';

/** The ids of the exemptions that excuse something in a report, each once. */
export const exemptionsIn = ({ rules }: Pick<Report, 'rules'>): string[] => [
  ...new Set(
    rules.flatMap(({ verdict }) => excusesOf(verdict).flatMap(({ exemptions }) => exemptions.map(({ id }) => id))),
  ),
];
