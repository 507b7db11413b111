import { describe, expect, test } from "@jest/globals";
import { readOrigin } from "./origin";

const first = { GITHUB_RUN_ID: "47", GITHUB_RUN_ATTEMPT: "1", GITHUB_ACTOR: "aina", GITHUB_TRIGGERING_ACTOR: "aina" };
const again = { ...first, GITHUB_RUN_ATTEMPT: "2", GITHUB_TRIGGERING_ACTOR: "wei" };

describe("where a run comes from", () => {
  test.each([
    ["is told by its attempt, since the run's own address leads to the newest", first, "1", "aina"],
    ["is who has run it again, where somebody has", again, "2", "wei"],
    [
      "has no attempt's address on servers that are not GitHub's",
      { ...again, FORGEJO_ACTIONS: "true" },
      undefined,
      "wei",
    ],
    [
      "is who began it, where the runner says no more",
      { GITHUB_RUN_ID: "47", GITHUB_ACTOR: "aina" },
      undefined,
      "aina",
    ],
  ])("%s", (_title, env, attempt, actor) => {
    expect(readOrigin(env)).toMatchObject({ runId: "47", attempt, actor });
  });
});
