import { expect, test } from "@jest/globals";
import { parseInputs } from "./inputs";

const parse = (given: Record<string, string>) =>
  parseInputs((name) => ({ token: "xoxb-1", channel: "C1", environment: "staging", ...given })[name] ?? "");
const nothingKnown = "outcome: give one of outcome and needs";

test.each([
  ["neither outcome nor needs", {}],
  ["needs without a job", { needs: "{}" }],
  ["deployments alone, which may be a part", { deployments: "{}" }],
])("a deployment has not finished with %s", (_title, given) => {
  expect(() => parse(given)).toThrow(nothingKnown);
});

test.each([
  ["an outcome", { outcome: "failed" }],
  ["the jobs", { needs: '{"deploy":{"result":"success","outputs":{}}}' }],
  ["neither where it only starts", { event: "started" }],
])("%s will do", (_title, given) => {
  expect(() => parse(given)).not.toThrow();
});
