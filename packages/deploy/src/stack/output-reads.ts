import { type Document, isScalar, isSeq, type LineCounter, visit } from "yaml";

/** An output of a nested stack that a template reads. */
export interface OutputRead {
  readonly stack: string;
  readonly output: string;
  readonly line: number;
}

/** The outputs of nested stacks that a template reads, by GetAtt or in a Sub's text; other texts may hold such words and read nothing. */
export function outputReads(document: Document, lines: LineCounter): OutputRead[] {
  const found: OutputRead[] = [];
  const look = (name: string | undefined, node: unknown) => {
    if (!isScalar(node) && !isSeq(node)) return;
    const { line } = lines.linePos(node.range?.[0] ?? 0);
    const parts = isSeq(node)
      ? node.items.map((item) => (isScalar(item) ? String(item.value) : ""))
      : [String(node.value)];
    const read =
      name === "GetAtt"
        ? parts.join(".").matchAll(/^([A-Za-z0-9]+)\.Outputs\.([A-Za-z0-9]+)$/g)
        : (parts[0] ?? "").matchAll(/\$\{([A-Za-z0-9]+)\.Outputs\.([A-Za-z0-9]+)\}/g);
    for (const [, stack = "", output = ""] of read) found.push({ stack, output, line });
  };
  visit(document, {
    Pair(_, { key, value }) {
      const name = isScalar(key) ? /^Fn::(GetAtt|Sub)$/.exec(String(key.value))?.[1] : undefined;
      if (name !== undefined) look(name, value);
    },
    Value(_, node) {
      const name = /^!(GetAtt|Sub)$/.exec(node.tag ?? "")?.[1];
      if (name !== undefined) look(name, node);
    },
  });
  return found;
}
