import { describe, expect, test } from "@jest/globals";
import { me, mySessions, sessionHandle, sessionWrite } from "./index";

const write = { sealed: "c2VhbGVk", subject: "a-user", expiresAt: "2026-11-01T12:00:00.000Z", idleSeconds: 1800 };

describe("what a portal keeps of a session", () => {
  test("is accepted as a portal sends it, with a subject or while somebody signs in", () => {
    expect(sessionWrite.parse(write)).toEqual(write);
    expect(sessionWrite.parse({ ...write, subject: null }).subject).toBeNull();
  });

  test.each([
    ["something other than base64", { sealed: "{}" }, "want base64"],
    ["nothing sealed", { sealed: "" }, "want base64"],
    ["more than 24 KiB", { sealed: "A".repeat(24 * 1024 + 4) }, "want at most 24 KiB of base64"],
    ["an empty subject", { subject: "" }, "want a subject"],
    ["a day without a time", { expiresAt: "2026-11-01" }, "want a time as in 2026-11-01T00:00:00.000Z"],
    ["an idle time below a minute", { idleSeconds: 59 }, "want a whole number from 60 to 43200"],
    ["an idle time of half a second", { idleSeconds: 60.5 }, "want a whole number from 60 to 43200"],
    ["an idle time as text", { idleSeconds: "60" }, "want a whole number from 60 to 43200"],
  ])("is refused with %s, naming what is wanted", (_title, change, message) =>
    expect(sessionWrite.safeParse({ ...write, ...change }).error?.issues[0]?.message).toBe(message),
  );
});

test.each(["A".repeat(64), "a".repeat(63), `${"a".repeat(64)}\n`])("a handle is not %j", (text) =>
  expect(sessionHandle.safeParse(text).success).toBe(false),
);

test("a user's groups and sessions name portals that people sign in to, not the landing page", () => {
  const user = {
    subject: "a-user",
    name: "Demo Issuer",
    email: "issuer@demo.cashsouk.example",
    groups: ["issuer"],
    memberSince: "2026-11-01T00:00:00.000Z",
    issuers: [],
  };
  expect(me.parse(user)).toEqual(user);
  expect(me.safeParse({ ...user, groups: ["landing"] }).success).toBe(false);
  const item = { portal: "landing", startedAt: user.memberSince, lastUsedAt: user.memberSince };
  expect(mySessions.safeParse({ items: [item] }).success).toBe(false);
});
