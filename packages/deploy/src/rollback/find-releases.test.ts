import { SSM } from "@aws-sdk/client-ssm";
import { fault, startAwsWire } from "@cashsouk/testing/aws-wire";
import { expect, test } from "@jest/globals";
import type { Environment } from "../environment";
import { findReleases } from ".";

const digits = (character: string, length = 40) => character.repeat(length);

/** An entry of the ledger: the image, the commit and the key of one letter, released at a minute by a run. */
const entry = (letter: string, minute: number, run = `https://runs/${minute}`, revision = minute) => ({
  commit: digits(letter),
  dirty: false,
  key: digits(letter, 64).replace(/^./, "0"),
  image: `host/shop@sha256:${letter}`,
  digest: `sha256:${letter}`,
  revision: `arn:aws:ecs:x:1:task-definition/shop:${revision}`,
  releasedAt: `2026-11-22T00:${String(minute).padStart(2, "0")}:00.000Z`,
  run,
  seconds: 1,
});
type Entries = readonly (ReturnType<typeof entry> | string)[];

/** Looks for a release in a ledger whose pages hold two entries each. Gives service → the letter of its image. */
async function find(
  histories: Record<string, Entries>,
  release: string,
  services?: readonly string[],
  environment: Environment | "none" = "staging",
) {
  const wire = await startAwsWire({
    GetParameterHistory: ({ input }) => {
      const { Name, NextToken = "0" } = input as { Name: string; NextToken?: string };
      const service = Name.slice("/released/".length);
      const entries = histories[service];
      if (!entries) return fault("ParameterNotFound");
      const from = Number(NextToken);
      return {
        Parameters: entries.slice(from, from + 2).map((one, index) => ({
          Version: from + index + 1,
          Value: typeof one === "string" ? one : JSON.stringify({ service, ...one }),
        })),
        ...(from + 2 < entries.length ? { NextToken: String(from + 2) } : {}),
      };
    },
  });
  try {
    const sought = { services: services ?? Object.keys(histories), all: !services, release };
    const whose = environment === "none" ? undefined : environment;
    const found = await findReleases(new SSM(wire.config), "/released", { ...sought, environment: whose });
    return Object.fromEntries([...found].map(([name, { digest }]) => [name, digest.slice("sha256:".length)]));
  } finally {
    await wire.close();
  }
}

const three = { web: [entry("a", 1), entry("b", 2), entry("c", 3)] };
const forward = { web: [entry("a", 1), entry("b", 2), entry("a", 3), entry("c", 4)] };
const reshaped = { web: [entry("a", 1), entry("b", 2), entry("b", 3, "https://runs/3", 7)] };

test.each<[string, Record<string, Entries>, string, string]>([
  ["the one before", three, "previous", "b"],
  ["the one before the image, not before its last change of shape", reshaped, "previous", "a"],
  ["the one before, which was brought back", forward, "previous", "a"],
  ["by its number", three, "1", "a"],
  ["by a commit's first digits", three, "aaaaaaa", "a"],
  ["by a key's first digits", three, "0bbbbbb", "b"],
  ["by the tag that spares its image", three, "released-staging-2", "b"],
  ["by the tag of the shape that it had first", { web: [...reshaped.web, entry("c", 4)] }, "released-staging-2", "b"],
  ["as it ran last, where it came back", forward, "1", "a"],
])("a service's release is found: %s", async (_, histories, release, letter) => {
  expect(await find(histories, release, ["web"])).toEqual({ web: letter });
});

test("a service that runs what is meant stays", async () => {
  expect(await find(three, "ccccccc", ["web"])).toEqual({});
  expect(await find(reshaped, "2", ["web"])).toEqual({});
});

// api and web are released together at 2 and 3, then api alone at 4 and 5, admin never.
const shop = {
  api: [entry("a", 1), entry("b", 2, "https://runs/2"), entry("d", 5)],
  web: [entry("a", 1), entry("b", 3, "https://runs/2"), entry("b", 6, "https://runs/6", 9)],
};
const together = {
  api: [entry("a", 1), entry("b", 2, "https://runs/2")],
  web: [entry("a", 1), entry("b", 3, "https://runs/2")],
  other: [entry("c", 1)],
};

test.each<[string, Record<string, Entries>, string, Record<string, string>]>([
  ["what the last run released goes back, and nothing else", shop, "previous", { api: "b" }],
  ["all that the last run released goes back", together, "previous", { api: "a", web: "a" }],
  ["what ran when a commit's release was whole", shop, "bbbbbbb", { api: "b" }],
  [
    "also of services that the commit has not moved",
    { ...shop, other: [entry("c", 1), entry("e", 4)] },
    "bbbbbbb",
    { api: "b", other: "c" },
  ],
  [
    "a service that is newer than the commit stays",
    { ...shop, other: [entry("e", 4)] },
    "aaaaaaa",
    { api: "a", web: "a" },
  ],
  [
    "a commit's release, also where one service was brought back to it alone",
    { api: [entry("a", 1), entry("b", 2), entry("a", 3)], web: [entry("a", 1), entry("b", 2)] },
    "aaaaaaa",
    { web: "a" },
  ],
  [
    "what the last run gave another shape alone stays",
    {
      api: [entry("a", 1), entry("b", 2), entry("c", 5)],
      web: [entry("d", 1), entry("e", 3), entry("e", 6, "https://runs/5", 9)],
    },
    "previous",
    { api: "b" },
  ],
  [
    "a move by hand stands for itself",
    { api: [entry("a", 1), entry("b", 2, "by hand, x")], web: [entry("a", 1), entry("b", 3, "by hand, x")] },
    "previous",
    { web: "a" },
  ],
])("all services go back together: %s", async (_, histories, release, letters) => {
  expect(await find(histories, release)).toEqual(letters);
});

const had =
  "3 (cccccccccccc, 2026-11-22T00:03:00.000Z), 2 (bbbbbbbbbbbb, 2026-11-22T00:02:00.000Z), 1 (aaaaaaaaaaaa, 2026-11-22T00:01:00.000Z)";
test.each<[string, Record<string, Entries>, string, readonly string[] | undefined, string]>([
  [
    "a commit that was never released",
    three,
    "ddddddd",
    ["web"],
    `release: the ledger has no release ddddddd of web: web has ${had}`,
  ],
  ["a number beyond the last", three, "4", ["web"], `release: the ledger has no release 4 of web: web has ${had}`],
  [
    "the one before the first",
    { web: [entry("a", 1)] },
    "previous",
    ["web"],
    "release: the ledger has no earlier release of web: web has 1 (aaaaaaaaaaaa",
  ],
  [
    "the one before the first, of all",
    { web: [entry("a", 1)], api: [entry("a", 1)] },
    "previous",
    undefined,
    "release: the ledger has no earlier release of web, api",
  ],
  [
    "a release of a service that was never released",
    three,
    "previous",
    ["api", "web"],
    "release: the ledger has no earlier release of api: api has none",
  ],
  [
    "a commit that no service has",
    shop,
    "9999999",
    undefined,
    "release: the ledger has no release 9999999 of api, web",
  ],
  [
    "what came before an entry that can't be read",
    { web: [entry("a", 1), "{", entry("c", 3)] },
    "previous",
    ["web"],
    "release: the ledger has no earlier release of web: web has 3 (",
  ],
  [
    "previous of what was brought back, which would bring again what was taken away",
    { web: [entry("a", 1), entry("b", 2), entry("a", 3)] },
    "previous",
    ["web"],
    "release: previous: web went back already: since 2026-11-22T00:03:00.000Z it is at aaaaaaaaaaaa again, and bbbbbbbbbbbb was taken away",
  ],
  [
    "previous of what was brought back and replaced again, where either may be meant",
    { web: [entry("e", 1), entry("a", 2), entry("b", 3), entry("a", 4), entry("b", 5)] },
    "previous",
    ["web"],
    "release: previous: web went back and forth: since 2026-11-22T00:05:00.000Z it is at bbbbbbbbbbbb again, where it was before aaaaaaaaaaaa, and the ledger does not tell which of the two was no good",
  ],
  [
    "previous of all where the last run brought them back",
    { api: [entry("a", 1), entry("b", 2), entry("a", 4)], web: [entry("c", 1)] },
    "previous",
    undefined,
    "release: previous: api went back already",
  ],
  [
    "a number for several services",
    shop,
    "1",
    ["api", "web"],
    "release: 1 counts the releases of one service, and 2 are meant",
  ],
  [
    "a tag for several services",
    shop,
    "released-staging-2",
    undefined,
    "release: released-staging-2 counts the releases of one service, and 2 are meant",
  ],
  [
    "a branch",
    three,
    "main",
    ["web"],
    'release: want previous, a number of the ledger, a tag released-<environment>-<number>, or the first 7 or more digits of a commit or key, got "main"',
  ],
  ["too few digits", three, "abc", ["web"], "release: want previous"],
])("%s is refused, with what there is", async (_, histories, release, services, message) => {
  await expect(find(histories, release, services)).rejects.toThrow(message);
});

test.each<[string, string, Entries]>([
  [
    "what was taken away, and what ran before",
    "bbbbbbbbbbbb, eeeeeeeeeeee",
    ["e", "a", "b", "a"].map((letter, at) => entry(letter, at)),
  ],
  [
    "each once where it went to and fro",
    "aaaaaaaaaaaa, eeeeeeeeeeee",
    ["e", "a", "b", "a", "b"].map((letter, at) => entry(letter, at)),
  ],
])("where previous is refused, the hint has the other commits, the latest first: %s", async (_, commits, web) => {
  await expect(find({ web }, "previous", ["web"])).rejects.toMatchObject({
    hint: `Name the commit that is meant. The latest before: ${commits}.`,
  });
});

test.each<[string, Environment | "none", string]>([
  ["staging's", "staging", "released-prod-2 is a tag of prod, and the environment is staging"],
  ["production's", "production", "released-staging-2 is a tag of staging, and the environment is production (prod)"],
  ["nobody's", "none", "released-staging-2 is a tag of staging, and no environment is given"],
])("another environment's tag is refused where the ledger is %s, with both names", async (_, environment, message) => {
  await expect(find(three, message.split(" ")[0]!, ["web"], environment)).rejects.toThrow(`release: ${message}`);
});

test("production's tag is found in production's ledger", async () => {
  expect(await find(three, "released-prod-2", ["web"], "production")).toEqual({ web: "b" });
});

test("of a hundred releases a refusal lists the last ten, and how many more there are", async () => {
  const letters = "0123456789abcdef";
  const hundred = Array.from({ length: 100 }, (_, index) => entry(letters[index % 16]!, index % 60));
  const refusal = await find({ web: hundred }, "1234567", ["web"]).then(
    JSON.stringify,
    (error: Error) => error.message,
  );
  expect(refusal.match(/\d+ \([0-9a-f]{12}, /g)).toHaveLength(10);
  expect(refusal).toMatch(/: web has 100 \(.*, 91 \([^)]*\), and 90 older, down to 1$/);
});
