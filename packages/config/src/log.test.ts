import { expect, test } from "@jest/globals";
import { jsonLog } from "./log";

test("a warning is one line of JSON", () => {
  const lines: string[] = [];
  jsonLog("landing", (line) => lines.push(line))("figures unavailable", { why: "two\nlines" });
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/^[^\n]+\n$/);
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({ level: "warn", service: "landing", why: "two\nlines" });
});
