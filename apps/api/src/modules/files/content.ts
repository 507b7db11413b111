import { filetypemime } from "magic-bytes.js";
import type { Content } from "./objects";

/** Whether what arrived is what was promised, byte for byte. */
export function isAsPromised(promised: Content, arrived: Partial<Content>): boolean {
  const parts = ["contentType", "contentLength", "sha256"] as const;
  return parts.every((part) => arrived[part] === promised[part]);
}

/** Whether content that begins so is of the type, whatever its name says. */
export function isOfType(contentType: string, beginning: Uint8Array): boolean {
  return filetypemime(beginning).includes(contentType);
}
