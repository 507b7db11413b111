import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { defineConfig } from "rolldown";
import { builtinModules } from "./builtin-modules.mjs";

/** What the benchmarks' bare bundles are made with as well. */
const { resolve, minify } = JSON.parse(readFileSync("bundling.json", "utf8"));

const actions = readdirSync(".", { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(`${entry.name}/action.yml`))
  .map((entry) => entry.name);

/** `…/node_modules/@aws-sdk/client-ecs/dist-es/ECS.js` → `@aws-sdk/client-ecs`, the innermost package. */
const packageOf = (id) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(id)?.[1];

/** What only S3's client needs of the SDK. */
const ofS3 = /^@aws-sdk\/(middleware-sdk-s3|checksums)$/;
/** What the SDK loads itself where credentials come from there. */
const ofCredentials =
  /^(@aws-sdk\/(nested-clients|signature-v4-multi-region|token-providers|credential-provider-(?!node|env).+)|@smithy\/credential-provider-imds)$/;

/** What only some services are spoken to with: a client loads its own protocol alone. The first that fits counts. */
const protocols = Object.entries({
  "aws-rest":
    /\/(Http(Binding|Intercepting)(?!NormalizedSchema)\w+|AwsRest\w+|ToStringShapeSerializer|Xml(Codec|Node|Text|ShapeSerializer)|parseXmlBody|escape-(element|attribute)|(sdk-stream-mixin|createBufferedReadable|getAwsChunkedEncodingStream)(\.browser)?)\.js$|\/checksum\/(md5|crc32|hash-stream-node)\/|\/util-stream\/checksum\//,
  "aws-query": /\/protocols\/(query|xml)\/|\/xml-builder\//,
  "aws-json": /\/protocols\/json\//,
});

/** A chunk's name says what is in it, so that a commit of bundles shows what moved. */
function vendorChunk(id) {
  const client = /\/actions\/src\/clients\/(.+)\.ts$/.exec(id)?.[1];
  if (client) return client === "with-calls" ? "aws-core" : `client-${client}`;
  const name = packageOf(id);
  if (name.startsWith("@aws-sdk/client-")) return name.slice("@aws-sdk/".length);
  if (ofS3.test(name)) return "client-s3";
  const nested = /\/nested-clients\/dist-es\/submodules\/([^/]+)\//.exec(id)?.[1];
  if (ofCredentials.test(name)) return `aws-${name.replace(/.+\//, "")}${nested ? `-${nested}` : ""}`;
  const protocol = protocols.find(([, modules]) => modules.test(id));
  if (protocol) return protocol[0];
  if (/\/submodules\/event-streams\//.test(id)) return "aws-event-streams";
  if (/^(@aws-sdk|@aws-crypto|@aws|@smithy)\//.test(name)) return "aws-core";
  return name.replace("@", "").replace("/", "-");
}

/** `actions/build-push/src/build.ts` → `build-push-`; `actions/src/role-session.ts`, which is every action's, as the library's own → `roof-` */
function ownerOf(id) {
  const [own, action = "roof"] = /\/(?:packages\/deploy|actions(?:\/([^/]+))?)\/src\/[^/]+$/.exec(id ?? "") ?? [];
  return own ? `${action}-` : "";
}

/** An action is a small entry (ESM for Node 24 and 20); the library's parts and the packages are chunks that actions share. */
export default defineConfig({
  input: Object.fromEntries(
    actions.flatMap((name) => [
      [name, `${name}/src/main.ts`],
      ...(existsSync(`${name}/src/post.ts`) ? [[`${name}-post`, `${name}/src/post.ts`]] : []),
    ]),
  ),
  platform: "node",
  plugins: [builtinModules],
  resolve,
  preserveEntrySignatures: "allow-extension",
  treeshake: {
    // What is imported and not used is left out: of the library's folders, and of the toolkit its HTTP client with undici.
    moduleSideEffects: [
      { test: /\/packages\/deploy\/src\//, sideEffects: false },
      { test: /\/node_modules\/(@actions|undici|tunnel)\//, sideEffects: false },
    ],
  },
  output: {
    dir: "dist",
    format: "esm",
    cleanDir: true,
    entryFileNames: "[name].mjs",
    // Without the list of the entries that share it; what an action loads later carries its name.
    chunkFileNames: ({ name, facadeModuleId }) => `chunks/${ownerOf(facadeModuleId)}${name.split("~")[0]}.mjs`,
    // The source has the explanations: what is built is read only in a stack trace, so functions keep their names.
    comments: { legal: true, annotation: false, jsdoc: false },
    minify,
    codeSplitting: {
      includeDependenciesRecursively: false,
      groups: [
        { name: vendorChunk, debugName: "vendor", test: /\/node_modules\/|\/actions\/src\/clients\// },
        // What some actions alone begin with: what an environment's things are called, and clients that wait for a call.
        {
          name: "roof-some",
          debugName: "some",
          test: /\/(packages\/deploy\/src\/(environment|names|short-arn)|actions\/src\/on-first-call)\.ts$/,
        },
        // What every action starts with is one file: at the start, files cost more than what is in them.
        { name: "roof", debugName: "roof", test: /\/(packages\/deploy|actions)\/src\/[^/]+$/, tags: ["$initial"] },
        // Whoever speaks to a registry names images.
        {
          name: "deploy",
          debugName: "tags",
          test: /\/packages\/deploy\/src\/image\/(ecr-host|registry-port|tags)\.ts$/,
        },
        // What was released before what, and that something was, is only theirs who release.
        {
          name: "deploy",
          debugName: "ancestry",
          test: /\/packages\/deploy\/src\/release\/(ancestry|index|record-release)\.ts$/,
        },
        // Of a manifest, some pick services; a rollout does so once it has read which.
        { name: "deploy", debugName: "picking", test: /\/packages\/deploy\/src\/manifest\/(pick-services|index)\.ts$/ },
        // Whoever asks git starts it, and reads what it says.
        {
          name: "deploy",
          debugName: "git",
          test: /\/packages\/deploy\/src\/(process\/|git\/(path-bytes|repository)\.ts)/,
        },
        // Whoever builds, of a folder or of a workspace, all of this.
        {
          name: "build-push-build",
          debugName: "build",
          test: /\/(packages\/deploy\/src\/(image\/(build(-command|-images)?|docker-output|key|parallel|prepare-image|push|registry-store|stage|wishes)|dockerfile\/external-images)|build-push\/src\/build)\.ts$/,
        },
        {
          name: "build-push-report",
          debugName: "report",
          test: /\/(packages\/deploy\/src\/image\/summary|build-push\/src\/(metadata|outputs|report))\.ts$/,
        },
        {
          name: "detect-affected-report",
          debugName: "findings",
          test: /\/(packages\/deploy\/src\/affected\/(reasons|summary)|detect-affected\/src\/(outputs|report))\.ts$/,
        },
        // Of where an image is kept and how it gets there, a run knows one; where something failed, nothing of a report.
        {
          name: (id) => `image-${basename(id, ".ts")}`,
          debugName: "ways of a build",
          test: /\/packages\/deploy\/src\/image\/(failures|local-store|oci\/asked-in-vain|push-by-digest|push-by-tag|refusals)\.ts$/,
        },
        // Whoever asks which images there are.
        {
          name: "deploy",
          debugName: "base images",
          test: /\/packages\/deploy\/src\/image\/(address-content|base-image|builder|docker|oci\/(own-config|wire))\.ts$/,
        },
        // Whoever reads a Dockerfile needs all of this, be it by several ways.
        {
          name: "deploy",
          debugName: "dockerfile",
          test: /\/packages\/deploy\/src\/(dockerfile\/(?!external-images)|workspace\/once\.ts)/,
        },
        // What links a workspace's packages is read of pnpm's lockfile, or of another one.
        { name: "links-pnpm", debugName: "pnpm's links", test: /\/packages\/deploy\/src\/workspace\/pnpm-links\.ts$/ },
        {
          name: "links-foreign",
          debugName: "others' links",
          test: /\/packages\/deploy\/src\/workspace\/foreign-links\.ts$/,
        },
        // Whoever reads a workspace needs all of this; what only compares two is beside it.
        {
          name: "deploy",
          debugName: "workspace",
          test: /\/packages\/deploy\/src\/(content\/(?!alike|snapshot-before|unseen)|workspace\/(?!compared-slice|inside|packages-before|slice-files|workspace-before))[^/]+\.ts$/,
        },
        // Services are compared with one base, or each with its release: of the two, a run loads one.
        {
          name: "base-shared",
          debugName: "shared base",
          test: /\/packages\/deploy\/src\/(affected\/shared-baseline|git\/ancestors)\.ts$/,
        },
        {
          name: "base-released",
          debugName: "released base",
          test: /\/packages\/deploy\/src\/affected\/build-reasons\.ts$/,
        },
        // Of the library, one file for each set of actions that share it: what one action uses is loaded by no other.
        {
          name: "deploy",
          debugName: "library",
          test: /\/packages\/deploy\/src\/[^/]+\//,
          entriesAware: true,
          entriesAwareMergeThreshold: 300,
        },
      ],
    },
  },
});
