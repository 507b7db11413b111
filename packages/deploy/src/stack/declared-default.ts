import { isScalar, parseDocument, Scalar } from "yaml";

/** A parameter's default in a template. */
export interface DeclaredDefault {
  /** As it is written, so `8.0` and not the number 8. */
  readonly text: string;
  /** Whether CloudFormation takes it for that very text, whichever YAML it reads by. */
  readonly certain: boolean;
}

export function declaredDefault(node: unknown): DeclaredDefault {
  if (!isScalar(node)) return { text: String(node), certain: false };
  if (node.type !== Scalar.PLAIN || node.tag !== undefined)
    return { text: String(node.value), certain: typeof node.value === "string" };
  const text = node.source ?? "";
  return { text, certain: isSame(text) || isText(text) };
}

/** What every reader of YAML prints as it was written. */
function isSame(text: string): boolean {
  return /^(?:0|-?[1-9]\d{0,14}|true|false)$/.test(text);
}

/** What is a number, a date or a boolean by YAML 1.1 may be printed in another way: 1.10, 012, 2026-01-01, yes. */
function isText(text: string): boolean {
  const { contents } = parseDocument(text, { version: "1.1", logLevel: "error" });
  return isScalar(contents) && typeof contents.value === "string";
}
