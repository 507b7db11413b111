import { describe, expect, test } from "@jest/globals";
import { key, run } from "./testing/rollout";

/** What the public host answers to one question after the other, the last for good. */
type Answers = readonly ("new" | "old" | "broken")[];

async function answering(answers: Answers, repeated: Answers = answers.slice(-1)) {
  const asked: string[] = [];
  const { api } = await run({
    request: { healthUrl: undefined },
    get: (url) => {
      const at = asked.push(url) - 1;
      const answer = answers[at] ?? repeated[(at - answers.length) % repeated.length];
      return { status: answer === "broken" ? 503 : 200, body: JSON.stringify({ key: answer === "new" ? key : "cd" }) };
    },
  });
  return { api, asked: asked.length };
}

describe("the public host's answers", () => {
  test.each<[string, Answers, number]>([
    ["five times in a row are enough", ["new"], 5],
    ["five times in a row after it was the old one's are enough", ["old", "old", "new"], 7],
    ["ten times in a row are wanted where the old one answered in between", ["new", "new", "old", "new"], 13],
    [
      "twenty times are, and never more, where it did again",
      [..."nononono"].map((one) => (one === "n" ? "new" : "old")).concat("new"),
      28,
    ],
  ])("that are good %s", async (_, answers, times) => {
    const { api, asked } = await answering(answers);
    expect([api?.outcome, asked]).toEqual(["deployed", times]);
  });

  test.each<[string, Answers, Answers, string]>([
    ["once and never again", ["new"], ["broken"], "answers 503, wanted 200"],
    ["every second time", [], ["new", "old"], "answers key cd, wanted abababababab"],
    ["four times of five", [], ["new", "new", "new", "new", "old"], "answers key cd, wanted abababababab"],
  ])("that are good %s are no deployment", async (_, answers, repeated, problem) => {
    const { api } = await answering(answers, repeated);
    expect(api).toMatchObject({
      outcome: "failed",
      reason: expect.stringMatching(
        new RegExp(`/version ${problem} \\(asked for 9[01] s, with good answers in between\\)`),
      ) as unknown,
    });
  });

  test("may come in time and be confirmed after the limit", async () => {
    const { api, asked } = await answering([...Array<"old">(45).fill("old"), "new"]);
    expect([api?.outcome, asked]).toEqual(["deployed", 50]);
  });
});
