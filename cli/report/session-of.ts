/** The session's own name in the name of an actor: `anna.kowalska` of `anna.kowalska (role deploy)`; undefined when there is none. */
export const sessionOf = (actorName: string): string | undefined => /^(.+) \([^()]+\)$/s.exec(actorName)?.[1];
