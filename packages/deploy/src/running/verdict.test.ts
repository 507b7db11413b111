import { describe, expect, test } from "@jest/globals";
import type { Release } from "../release";
import { differences, type Observed } from "./verdict";

const release: Release = {
  service: "api",
  commit: "c".repeat(40),
  dirty: false,
  key: "a".repeat(64),
  image: `registry/api@sha256:${"d".repeat(64)}`,
  digest: `sha256:${"d".repeat(64)}`,
  revision: "arn:aws:ecs:r:1:task-definition/api:3",
  releasedAt: "2026-11-22T00:00:00.000Z",
  run: "1",
  seconds: 12,
};
const task = { arn: "arn:task/1", startedAt: new Date(0), digests: [release.digest] };
const healthy: Observed = {
  service: "api",
  answer: { kind: "version", service: "api", key: release.key },
  ecs: {
    kind: "service",
    desired: 1,
    rollout: "COMPLETED",
    revision: release.revision,
    tasks: [task],
  },
  release,
};
const ecs = healthy.ecs as Extract<Observed["ecs"], { kind: "service" }>;

describe("what runs is held against the ledger", () => {
  test("a service that is as the ledger says has no difference", () => {
    expect(differences(healthy)).toEqual([]);
  });

  test.each<[string, Partial<Observed>, RegExp]>([
    ["a host that does not answer", { answer: { kind: "none", why: "connection refused" } }, /^connection refused$/],
    [
      "another service behind the host",
      { answer: { kind: "version", service: "admin", key: release.key } },
      /^its host answers as admin$/,
    ],
    [
      "another content than the ledger's",
      { answer: { kind: "version", service: "api", key: "b".repeat(64) } },
      /^it answers key b{12}, the ledger says a{12}$/,
    ],
    ["a task that is missing", { ecs: { ...ecs, tasks: [] } }, /^0 of 1 tasks run$/],
    ["a service without tasks", { ecs: { ...ecs, tasks: [], desired: 0 } }, /^0 of 0 tasks run$/],
    ["a deployment that goes on", { ecs: { ...ecs, rollout: "IN_PROGRESS" } }, /^its deployment is IN_PROGRESS$/],
    [
      "another revision than the ledger's",
      { ecs: { ...ecs, revision: "arn:aws:ecs:r:1:task-definition/api:2" } },
      /^it runs api:2, the ledger says api:3$/,
    ],
    [
      "a task of another image",
      { ecs: { ...ecs, tasks: [task, { ...task, digests: [`sha256:${"e".repeat(64)}`] }] } },
      /^a task runs e{12}, the ledger says d{12}$/,
    ],
    [
      "a task whose image ECS does not tell",
      { ecs: { ...ecs, tasks: [{ ...task, digests: [] }] } },
      /^a task's image is unknown$/,
    ],
    ["a ledger that knows nothing", { release: undefined }, /^the ledger has no release$/],
    ["a service that ECS does not know", { ecs: { kind: "none", why: "no service" } }, /^no service$/],
  ])("%s is told", (_, change, told) => {
    const found = differences({ ...healthy, ...change });
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(told);
  });
});
