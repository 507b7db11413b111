import { startAwsWire } from "@cashsouk/testing/aws-wire";
import { eventually } from "@cashsouk/testing/eventually";
import { createGitRepository } from "@cashsouk/testing/git-repository";
import { expect, test } from "@jest/globals";
import { spawn } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { nodeBinaries } from "../../node-versions";

const bundle = join(__dirname, "../../dist/build-push.mjs");

/** A docker that keeps its login as the real one does, and builds until it is stopped. */
const docker = `#!/bin/sh
case "$1 $2" in
"--version ") echo "Docker version 20.10.24" ;;
"buildx version") exit 1 ;;
"version --format") echo linux/amd64 ;;
"login --username") cat > "$DOCKER_CONFIG/login" ;;
"image inspect") echo '{"Id":"sha256:1"}' ;;
"build "*) echo "$DOCKER_CONFIG" > "$NOTES/note"; mv "$NOTES/note" "$NOTES/building"; exec sleep 600 ;;
esac
`;

test.each(nodeBinaries().flatMap((node) => (["SIGINT", "SIGTERM"] as const).map((signal) => [node, signal] as const)))(
  "on %s a step that gets %s in the middle of a build leaves no credential and no context behind",
  async (node, signal) => {
    const folder = mkdtempSync(join(tmpdir(), "cancelled-"));
    const [bin, temp] = [join(folder, "bin"), join(folder, "temp")];
    for (const made of [bin, temp]) mkdirSync(made);
    writeFileSync(join(bin, "docker"), docker);
    chmodSync(join(bin, "docker"), 0o755);
    const repository = createGitRepository({
      "package.json": '{"name":"root"}',
      "pnpm-workspace.yaml": "packages: [apps/*]\n",
      "apps/api/package.json": '{"name":"api"}',
      "apps/api/Dockerfile": "FROM base:1\n",
    });
    const authorizationToken = Buffer.from("AWS:secret").toString("base64");
    const wire = await startAwsWire({
      GetAuthorizationToken: [{ authorizationData: [{ authorizationToken, proxyEndpoint: "https://registry.test" }] }],
      BatchGetImage: [{ images: [], failures: [{ failureCode: "ImageNotFound" }] }],
    });
    const child = spawn(node, [bundle], {
      cwd: repository.folder,
      env: {
        PATH: `${bin}:${process.env["PATH"]}`,
        NOTES: folder,
        RUNNER_TEMP: temp,
        TMPDIR: temp,
        AWS_ENDPOINT_URL: wire.url,
        AWS_REGION: "ap-southeast-5",
        AWS_ACCESS_KEY_ID: "test",
        AWS_SECRET_ACCESS_KEY: "test",
      },
      stdio: "ignore",
    });
    try {
      const ended = new Promise<number | null>((resolve) => child.on("exit", resolve));
      await eventually("the build to run", () => existsSync(join(folder, "building")));
      const config = readFileSync(join(folder, "building"), "utf8").trim();
      expect(existsSync(config)).toBe(true);
      child.kill(signal);
      expect(await ended).toBe(1);
      expect(existsSync(config)).toBe(false);
      expect(readdirSync(temp)).toEqual([]);
    } finally {
      child.kill("SIGKILL");
      await wire.close();
      repository.remove();
      rmSync(folder, { recursive: true });
    }
  },
);
