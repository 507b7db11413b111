import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Its arguments, standard input, the credentials' file at that time, and what lies in the folder that it builds from. */
interface DockerCall {
  args: string[];
  input: string;
  config: string;
  configFolder: string;
  context: string[];
}

/**
 * A program called `docker` for tests without an engine: it stands on the PATH, keeps what it was started with, and does
 * what its behaviour says. It lays a "pushed" image down in the registry by HTTP, as the real one does.
 */
export interface DockerDouble {
  calls(): DockerCall[];
  /** Program text that runs at `build` or `push`, before it succeeds. */
  on(command: "build" | "push" | "login", behaviour: string): void;
  /** Lets it be a newer client, with buildx and a builder of its own store. */
  withBuildx(): void;
  remove(): void;
}

/** Between the parts of a call, between its arguments, and after a call: as no argument of docker's holds them. */
const [part, argument, end] = ["\u001d", "\u001f", "\u001e"];

/** A shell starts in a fraction of Node's time, and docker is asked for much that needs no more: what does goes on to `rest.js`. */
const program = (folder: string) => `#!/bin/sh
folder='${folder}'
args= input= context=
for last; do args="$args$last${argument}"; done
verb=$1
[ "$2" != build ] || verb=build
[ "$1" != login ] || input=$(cat)
[ "$verb" != build ] || context=$(cd "$last" && find . -mindepth 1)
config=$(cat "$DOCKER_CONFIG/config.json") || exit
printf '%s${part}%s${part}%s${part}%s${part}%s${end}\\n' "$args" "$input" "$config" "$DOCKER_CONFIG" "$context" >> "$folder/calls"
digest() { printf %s "$last" | sha256sum | sed 's/\\(.*\\)  -/sha256:\\1/'; }
[ "$1" != buildx ] || [ -e "$folder/buildx" ] || exit 1
[ ! -e "$folder/$verb.js" ] || exec '${process.execPath}' "$folder/rest.js" "$@"
case "$1 $2" in
  "--version ") echo "Docker version 20.10.24, build 297e128" ;;
  "buildx version") echo "buildx v0.29.1" ;;
  "buildx inspect") printf 'Driver:   docker-container\\nPlatforms: linux/amd64*, linux/386\\n' ;;
  "buildx imagetools") echo "{\\"digest\\":\\"$(digest)\\"}" ;;
  "version "*) echo linux/amd64 ;;
  "image "*)
    # Base images are here; what a build or a tag would have made is here once it was.
    case "$last" in *:key-*)
      grep -qF -e "--tag${argument}$last${argument}" "$folder/calls" || grep -q "^tag${argument}[^${argument}]*${argument}$last${argument}" "$folder/calls" || exit 1 ;;
    esac
    case "$4" in
      *.Size*) echo "$(digest) 1234" ;;
      *) echo "{\\"Id\\":\\"$(digest)\\",\\"RepoDigests\\":[],\\"Os\\":\\"linux\\",\\"Architecture\\":\\"amd64\\"}" ;;
    esac ;;
  "push "* | "buildx build") exec '${process.execPath}' "$folder/rest.js" "$@" ;;
esac
`;

/** What a build or a push does: the behaviour that a test gave it, and laying the image down in the registry. */
const rest = `
const { existsSync, readFileSync, writeFileSync } = require("node:fs");
const { request } = require("node:http");
const args = process.argv.slice(2);
const folder = __dirname;
const digest = (text) => "sha256:" + require("node:crypto").createHash("sha256").update(text).digest("hex");
const buildx = args[0] === "buildx";
const behaviour = folder + "/" + (args[1] === "build" ? "build" : args[0]) + ".js";
(async () => {
  await eval(existsSync(behaviour) ? readFileSync(behaviour, "utf8") : "undefined");
  if (args.includes("--load")) writeFileSync(args[args.indexOf("--metadata-file") + 1], "{}");
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
  writeFileSync(args[args.indexOf("--metadata-file") + 1], JSON.stringify({ "containerimage.digest": digest(manifest) }));
}
// Without fetch, which takes as long to load as Node to start.
function put(host, repository, reference, body) {
  const headers = { authorization: "Basic " + Buffer.from("AWS:a-password-of-the-registry").toString("base64") };
  const url = "http://" + host + "/v2/" + repository + "/manifests/" + reference;
  return new Promise((resolve, reject) =>
    request(url, { method: "PUT", headers }, (response) => response.resume().on("end", resolve)).on("error", reject).end(body));
}
`;

export function installDockerDouble(): DockerDouble {
  const folder = mkdtempSync(join(tmpdir(), "docker-double-"));
  const bin = join(folder, "bin");
  mkdirSync(bin);
  const path = join(bin, "docker");
  writeFileSync(path, program(folder));
  writeFileSync(join(folder, "rest.js"), rest);
  chmodSync(path, 0o755);
  writeFileSync(join(folder, "calls"), "");
  const before = process.env["PATH"];
  process.env["PATH"] = `${bin}:${before}`;
  return {
    calls: () => readFileSync(join(folder, "calls"), "utf8").split(`${end}\n`).slice(0, -1).map(readCall),
    on: (command, behaviour) => writeFileSync(join(folder, `${command}.js`), behaviour),
    withBuildx: () => writeFileSync(join(folder, "buildx"), ""),
    remove() {
      process.env["PATH"] = before;
      rmSync(folder, { recursive: true });
    },
  };
}

function readCall(text: string): DockerCall {
  const [args = "", input = "", config = "", configFolder = "", context = ""] = text.split(part);
  return {
    args: args.split(argument).slice(0, -1),
    input,
    config,
    configFolder,
    context: context
      .split("\n")
      .filter(Boolean)
      .map((path) => path.slice("./".length))
      .sort(),
  };
}
