import { describe, expect, test } from "@jest/globals";
import { note, pageQuery, sen, version } from "./index";

const open = {
  id: "6f1d7a52-6a0f-4f0e-9d0c-2a1f5b7c9e01",
  reference: "DEMO-0001",
  issuer: { name: "Demo Trading 1" },
  status: "open",
  targetSen: "800000",
  fundedSen: "700000",
  fundedPercent: 87,
  profitRateBasisPoints: 1200,
  tenureDays: 90,
  listingOpensAt: "2026-11-01T00:00:00.000Z",
  listingClosesAt: "2026-11-15T00:00:00.000Z",
};

describe("a note", () => {
  test("is accepted as the API sends it", () => expect(note.parse(open)).toEqual(open));

  test.each([
    ["an amount as a number", { targetSen: 800000 }],
    ["an amount with a fraction", { fundedSen: "7000.5" }],
    ["a negative amount", { fundedSen: "-1" }],
    ["more than all of it funded", { fundedPercent: 101 }],
    ["a rate with a fraction", { profitRateBasisPoints: 12.5 }],
    ["a state that no note has", { status: "listed" }],
    ["a day without a time", { listingClosesAt: "2026-11-15" }],
  ])("is refused with %s", (_title, change) => expect(note.safeParse({ ...open, ...change }).success).toBe(false));
});

test("an amount is exact up to what the database holds", () =>
  expect(sen.parse("9223372036854775807")).toBe("9223372036854775807"));

test.each([
  ["nothing asked for is a page of twenty", {}, { limit: 20 }],
  ["a limit comes as text", { limit: "100" }, { limit: 100 }],
])("%s", (_title, query, expected) => expect(pageQuery.parse(query)).toEqual(expected));

test.each(["0", "101", "1.5", "ten"])("a limit of %s is refused, naming what is wanted", (limit) =>
  expect(pageQuery.safeParse({ limit }).error?.issues[0]?.message).toBe("want a whole number from 1 to 100"),
);

test("a key is 64 hexadecimal digits, or development", () => {
  const answer = { service: "api", startedAt: "2026-11-01T00:00:00.000Z" };
  expect(version.safeParse({ ...answer, key: "ab".repeat(32) }).success).toBe(true);
  expect(version.safeParse({ ...answer, key: "development" }).success).toBe(true);
  expect(version.safeParse({ ...answer, key: "ab" }).success).toBe(false);
});
