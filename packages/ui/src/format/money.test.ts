import { describe, expect, test } from "@jest/globals";
import { fundedText, remainingSen, ringgit, yearlyRate } from "./money";

describe("sen as ringgit", () => {
  test.each([
    ["0", "RM0.00"],
    ["5", "RM0.05"],
    ["50", "RM0.50"],
    ["100", "RM1.00"],
    ["99999", "RM999.99"],
    ["100000", "RM1,000.00"],
    ["123456789", "RM1,234,567.89"],
    ["9223372036854775807", "RM92,233,720,368,547,758.07"],
  ])("%s sen is %s", (sen, text) => expect(ringgit(sen)).toBe(text));
});

test.each([
  [0, "0% p.a."],
  [1200, "12% p.a."],
  [1250, "12.5% p.a."],
  [1805, "18.05% p.a."],
])("%i basis points are %s", (basisPoints, text) => expect(yearlyRate(basisPoints)).toBe(text));

test.each([
  ["what is missing is left", "800000", "700000", "100000"],
  ["nothing is left of a full note", "800000", "800000", "0"],
  ["nothing is left beyond the target", "800000", "800001", "0"],
  ["amounts beyond 2^53 stay exact", "9223372036854775807", "1", "9223372036854775806"],
])("%s", (_title, targetSen, fundedSen, left) => expect(remainingSen({ targetSen, fundedSen })).toBe(left));

test.each([
  ["nothing funded is 0%", "0", 0, "0% funded"],
  ["a first small commitment is not nothing", "100", 0, "under 1% funded"],
  ["the API's percent is shown as it is", "799999", 99, "99% funded"],
])("%s", (_title, fundedSen, fundedPercent, text) => expect(fundedText({ fundedSen, fundedPercent })).toBe(text));
