const WITH_PORTS = /^(tcp|udp) (\d+(?:-\d+)?) (from .+)$/;

/** Texts of traffic with the ports of one protocol and source put together: `tcp 20-23, 25 from 0.0.0.0/0`. */
export function compactTexts(texts: readonly string[]): string[] {
  const ports = new Map<string, string[]>();
  const keyOf = (text: string) => {
    const [, protocol, , source] = WITH_PORTS.exec(text) ?? [];
    return protocol === undefined ? text : `${protocol} ${source}`;
  };
  for (const text of texts) ports.set(keyOf(text), [...(ports.get(keyOf(text)) ?? []), text]);
  return [...ports.values()].map(([first = '', ...more]) => {
    const [, protocol, port, source] = WITH_PORTS.exec(first) ?? [];
    if (protocol === undefined || more.length === 0) return first;
    const others = more.map((text) => WITH_PORTS.exec(text)?.[2]);
    return `${protocol} ${[port, ...others].join(', ')} ${source}`;
  });
}
