import { expect, test } from "@jest/globals";
import { fileSize } from "./size";

test.each([
  [0, "0 bytes"],
  [1, "1 byte"],
  [1023, "1023 bytes"],
  [1024, "1 KB"],
  [1536, "1.5 KB"],
  [10 * 1024 * 1024 - 1, "10 MB"],
  [10 * 1024 * 1024, "10 MB"],
  [10 * 1024 * 1024 + 1, "10.1 MB"],
  [1024 * 1024 * 1024, "1 GB"],
])("%d bytes read as %s", (bytes, text) => expect(fileSize(bytes)).toBe(text));
