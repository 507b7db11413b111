import { eachOnce } from "./once";

/** What can be reached from some nodes. */
export interface Reached<Node> {
  /** In the order of all nodes. */
  readonly nodes: readonly Node[];
  readonly has: (node: Node) => boolean;
}

interface Links<Node> {
  readonly nodes: readonly Node[];
  readonly edges: (from: Node) => readonly Node[];
  /** What is thrown where an edge or a start is none of the nodes. */
  readonly unknown: (node: Node) => Error;
}

/**
 * Who reaches whom, for many lists of starts: nodes become numbers once, each one's edges when it is first reached, and
 * a list of starts when it is first seen.
 */
export function reachability<Node>({
  nodes,
  edges,
  unknown,
}: Links<Node>): (starts: readonly (readonly Node[])[]) => Reached<Node> {
  const numbers = new Map(nodes.map((node, number) => [node, number]));
  const numbersOf = eachOnce((some: readonly Node[]) =>
    some.map((node) => {
      const number = numbers.get(node);
      if (number === undefined) throw unknown(node);
      return number;
    }),
  );
  const next: (readonly number[] | undefined)[] = nodes.map(() => undefined);
  return (starts) => {
    const reached = new Uint8Array(nodes.length);
    const queue: number[] = [];
    const reach = (some: readonly number[]) => {
      for (const number of some) {
        if (reached[number] === 1) continue;
        reached[number] = 1;
        queue.push(number);
      }
    };
    for (const list of starts) reach(numbersOf(list));
    for (let at = queue.pop(); at !== undefined; at = queue.pop()) reach((next[at] ??= numbersOf(edges(nodes[at]!))));
    return {
      nodes: nodes.filter((_, number) => reached[number] === 1),
      has: (node) => reached[numbers.get(node) ?? -1] === 1,
    };
  };
}
