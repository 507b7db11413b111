import { expect, test } from "@jest/globals";
import { inspectBuildx } from "./builder";

/** Answers of docker by their first two words. */
const answering = (answers: Record<string, string>) => (args: readonly string[]) => {
  const text = answers[args.slice(0, 2).join(" ")];
  return Promise.resolve({
    code: text === undefined ? 1 : 0,
    stdout: Buffer.from(text ?? ""),
    stderr: "",
    timedOut: false,
  });
};
const nodes = "\nNodes:\nPlatforms:          linux/arm64*, linux/arm/v7, linux/amd64\n";

test.each<[string, Record<string, string>, { driver: string; full: boolean; platform: string | undefined }]>([
  [
    "a builder in a container has a store of its own, and builds for its own platform",
    { "buildx inspect": `Name: b\nDriver:        docker-container${nodes}` },
    { driver: "docker-container", full: true, platform: "linux/arm64" },
  ],
  [
    "so has a remote one",
    { "buildx inspect": `Driver: remote${nodes}` },
    { driver: "remote", full: true, platform: "linux/arm64" },
  ],
  [
    "the engine with its old store has not, and tells its platform itself",
    { "buildx inspect": `Driver: docker${nodes}`, "info --format": '[["Backing Filesystem","extfs"]]' },
    { driver: "docker", full: false, platform: undefined },
  ],
  [
    "the engine with containerd's store has",
    { "buildx inspect": "Driver: docker\n", "info --format": '[["driver-type","io.containerd.snapshotter.v1"]]' },
    { driver: "docker", full: true, platform: undefined },
  ],
  ["what can't be inspected is taken for the engine's", {}, { driver: "docker", full: false, platform: undefined }],
])("%s", async (_title, answers, wanted) => {
  const { builder, platform } = await inspectBuildx(answering(answers));
  expect({ driver: builder.driver, full: builder.full, platform }).toEqual(wanted);
});
