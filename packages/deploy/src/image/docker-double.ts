import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * A program called `docker` for tests without an engine: it stands on the PATH, keeps what it was started with, and does
 * what its behaviour says. It lays a "pushed" image down in the registry by HTTP, as the real one does.
 */
export interface DockerDouble {
  /** One entry a call: arguments, standard input, and the credentials' file at that time. */
  calls(): { args: string[]; input: string; config: string; configFolder: string; context: string[] }[];
  /** Program text that runs at `build` or `push`, before it succeeds. */
  on(command: "build" | "push" | "login", behaviour: string): void;
  /** Lets it be a newer client, with buildx and a builder of its own store. */
  withBuildx(): void;
  remove(): void;
}

const program = `#!${process.execPath}
const { appendFileSync, existsSync, readFileSync, readdirSync } = require("node:fs");
const args = process.argv.slice(2);
const folder = FOLDER;
const behaviour = (name) => existsSync(folder + "/" + name + ".js") && readFileSync(folder + "/" + name + ".js", "utf8");
const digest = (text) => "sha256:" + require("node:crypto").createHash("sha256").update(text).digest("hex");
const input = args[0] === "login" ? readFileSync(0, "utf8") : "";
const config = readFileSync(process.env.DOCKER_CONFIG + "/config.json", "utf8");
const building = args[0] === "build" || args[1] === "build";
const context = building ? readdirSync(args.at(-1), { recursive: true }).sort() : [];
appendFileSync(folder + "/calls", JSON.stringify({ args, input, config, configFolder: process.env.DOCKER_CONFIG, context }) + "\\n");
(async () => {
  if (args[0] === "--version") return console.log("Docker version 20.10.24, build 297e128");
  const buildx = args[0] === "buildx";
  if (buildx && !existsSync(folder + "/buildx")) process.exit(1);
  if (buildx && args[1] === "version") return console.log("buildx v0.29.1");
  if (buildx && args[1] === "inspect") return console.log("Driver:   docker-container\\nPlatforms: linux/amd64*, linux/386");
  if (buildx && args[1] === "imagetools") return console.log(JSON.stringify({ digest: digest(args.at(-1)) }));
  if (args[0] === "version") return console.log("linux/amd64");
  if (args[0] === "image") {
    // Base images are here; what a build or a tag would have made is here once it was.
    const made = readFileSync(folder + "/calls", "utf8").split("\\n").filter(Boolean).map((line) => JSON.parse(line).args);
    const names = made.flatMap((call) => (call.includes("--tag") ? call[call.indexOf("--tag") + 1] : call[0] === "tag" ? call[2] : []));
    if (/:key-/.test(args.at(-1)) && !names.includes(args.at(-1))) process.exit(1);
    if (args[3].includes(".Size")) return console.log(digest(args.at(-1)) + " 1234");
    return console.log(JSON.stringify({ Id: digest(args.at(-1)), RepoDigests: [] }));
  }
  await eval(behaviour(building ? "build" : args[0]) || "undefined");
  if (args.includes("--load")) require("node:fs").writeFileSync(args[args.indexOf("--metadata-file") + 1], "{}");
  else if (buildx) return pushByDigest();
  if (args[0] !== "push") return;
  const [, host, repository, tag] = /^([^/]+)\\/(.+):([^:]+)$/.exec(args[1]);
  const manifest = JSON.stringify({ schemaVersion: 2, config: { size: 10, digest: digest(tag) }, layers: [{ size: 1000 }] });
  await put(host, repository, tag, manifest);
  console.log(tag + ": digest: " + digest(manifest) + " size: 1");
})();
async function pushByDigest() {
  const { name } = Object.fromEntries(args[args.indexOf("--output") + 1].split(",").map((part) => part.split("=")));
  const [, host, repository] = /^([^/]+)\\/(.+)$/.exec(name);
  // As real builds do, no two give the same image.
  const manifest = JSON.stringify({ config: { size: 10 }, layers: [{ size: 1000 }], at: Math.random() });
  await put(host, repository, digest(manifest), manifest);
  require("node:fs").writeFileSync(args[args.indexOf("--metadata-file") + 1], JSON.stringify({ "containerimage.digest": digest(manifest) }));
}
async function put(host, repository, reference, body) {
  const authorization = "Basic " + Buffer.from("AWS:a-password-of-the-registry").toString("base64");
  await fetch("http://" + host + "/v2/" + repository + "/manifests/" + reference, { method: "PUT", body, headers: { authorization } });
}
`;

export function installDockerDouble(): DockerDouble {
  const folder = mkdtempSync(join(tmpdir(), "docker-double-"));
  const bin = join(folder, "bin");
  mkdirSync(bin);
  const path = join(bin, "docker");
  writeFileSync(path, program.replace("FOLDER", JSON.stringify(folder)));
  chmodSync(path, 0o755);
  writeFileSync(join(folder, "calls"), "");
  const before = process.env["PATH"];
  process.env["PATH"] = `${bin}:${before}`;
  return {
    calls: () =>
      readFileSync(join(folder, "calls"), "utf8")
        .split("\n")
        .filter(Boolean)
        .map((line) => JSON.parse(line) as ReturnType<DockerDouble["calls"]>[number]),
    on: (command, behaviour) => writeFileSync(join(folder, `${command}.js`), behaviour),
    withBuildx: () => writeFileSync(join(folder, "buildx"), ""),
    remove() {
      process.env["PATH"] = before;
      rmSync(folder, { recursive: true });
    },
  };
}
