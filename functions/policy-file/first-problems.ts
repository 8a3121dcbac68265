import { errorsIn, type Problem } from './problem.ts';

/** Whoever has more problems in a file than this has one of another kind. */
const MOST_SHOWN = 100;

/** Sorted problems, of each file the first hundred and how many more there are. */
export function firstProblems(sorted: readonly Problem[]): Problem[] {
  return [...Map.groupBy(sorted, ({ file }) => file).values()].flatMap((ofFile) => {
    const rest = ofFile.slice(MOST_SHOWN);
    const [next] = rest;
    if (!next) return ofFile;
    const message = `The file has ${rest.length} more problems, from here on; mend the first ones first`;
    const { file, line, column } = next;
    // What stands for the rest is an error where there is one among it.
    const level = errorsIn(rest).length === 0 && ({ level: 'warning' } as const);
    return [...ofFile.slice(0, MOST_SHOWN), { ...level, file, line, column, code: 'too-many', message }];
  });
}
