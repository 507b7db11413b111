import { expect, test } from "@jest/globals";
import { whyNotHad, wordFor } from "./why-not-had";

test.each([
  ["that is not theirs", { kind: "refused", status: 404 }, "It is not among your stored documents."],
  [
    "asked for too often",
    { kind: "refused", status: 429 },
    "Many files were asked for in a short time: try again in a minute.",
  ],
  ["of an API that is away", { kind: "unavailable" }, "This is on our side: try again."],
] as const)("a file %s is told with what to do", (_title, answer, sentence) => {
  expect(whyNotHad(wordFor(answer))).toBe(sentence);
});

test.each([undefined, "", "<b>", ["refused"]])("an address that says %j tells nothing", (word) => {
  expect(whyNotHad(word)).toBeUndefined();
});
