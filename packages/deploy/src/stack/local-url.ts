import { isMap, isScalar, type Scalar, type YAMLMap } from "yaml";
import { nestedStack } from "./stateful";

/** The TemplateURL of a nested stack where that is a file's path. */
export function localUrl(resource: YAMLMap): (Scalar<string> & { range: [number, number, number] }) | undefined {
  if (resource.get("Type") !== nestedStack) return undefined;
  const properties = resource.get("Properties");
  const url = isMap(properties) ? properties.get("TemplateURL", true) : undefined;
  // An address or an intrinsic function is CloudFormation's to resolve.
  if (!isPlain(url) || /^https?:/.test(url.value)) return undefined;
  return url;
}

/** A text as it stands, not one that a function makes. */
export function isPlain(node: unknown): node is Scalar<string> & { range: [number, number, number] } {
  return isScalar(node) && typeof node.value === "string" && !node.tag?.startsWith("!") && Boolean(node.range);
}
