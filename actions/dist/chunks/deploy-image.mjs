import { DeployError, describeError, shortName } from "./deploy-base.mjs";
import { run } from "./deploy-process.mjs";
import { absolute, changedFiles, commitTree, decodePath, encodePath, resolveCommit, splitNul, workingTree } from "./deploy-git.mjs";
import { array, boolean, number, object, record, string } from "./zod.mjs";
import { pickServices } from "./deploy-manifest.mjs";
import { imageInputs, readSnapshot } from "./deploy-content.mjs";
import { affectedServices } from "./deploy-affected.mjs";
import { delimiter, dirname, join } from "node:path";
import { chmod, lstat, mkdir, mkdtemp, readFile, readlink, rm, symlink, writeFile } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { createHash } from "node:crypto";
// ../packages/deploy/src/image/built-image.ts
const builtImage = object({
	/** repository@digest */
	image: string(),
	/** sha256:… of the image's manifest in the registry. */
	digest: string(),
	/** The content key: 64 hexadecimal digits over everything that goes into the image. */
	key: string(),
	/** Some input of the image differs from the commit. */
	dirty: boolean(),
	tags: array(string()),
	/** The registry held this key already: nothing was built. */
	reused: boolean(),
	bytes: number(),
	seconds: number()
});
/** Reads build-push's output `images` (service → image); `undefined` when it is something else. */
function parseBuiltImages(value) {
	const parsed = record(string(), builtImage).safeParse(value);
	return parsed.success ? new Map(Object.entries(parsed.data)) : void 0;
}
// ../packages/deploy/src/image/build.ts
const buildLimitMs = 36e5;
const pushLimitMs = 18e5;
async function buildImage(docker, build) {
	const { service, context } = build;
	await watched(docker, [...buildCommand(docker, build), context], {
		onLine: build.onLine,
		limitMs: buildLimitMs,
		failure: (why, tail) => new DeployError("build-failed", `${service}: the build failed: ${why}\n${tail}`)
	});
}
/** Pushes the built image and gives the digest that docker says the registry took. */
async function pushImage(docker, { service, image, onLine }) {
	const output = await watched(docker, ["push", image], {
		onLine,
		limitMs: pushLimitMs,
		failure: (why, tail) => new DeployError("push-failed", `${service}: the image was built, but pushing ${image} failed: ${why}\n${tail}`)
	});
	const digest = /digest: (sha256:[0-9a-f]{64})/.exec(output)?.[1];
	if (digest) return digest;
	throw new DeployError("push-failed", `${service}: docker push of ${image} named no digest`);
}
function buildCommand(docker, build) {
	const { context, dockerfile, image, key, platform, network } = build;
	const buildArgs = {
		...build.buildArgs,
		RELEASE: key
	};
	const ways = docker.builder === "buildx" ? [
		"buildx",
		"build",
		"--load",
		"--provenance=false",
		"--sbom=false"
	] : ["build"];
	const entitlement = docker.builder === "buildx" && network === "host" ? ["--allow", "network.host"] : [];
	return [
		...ways,
		...[
			"--progress",
			"plain",
			"--platform",
			platform,
			"--tag",
			image,
			"--file",
			join(context, dockerfile)
		],
		...["--label", `org.cashsouk.key=${key}`],
		...entitlement,
		...network ? ["--network", network] : [],
		...Object.entries(buildArgs).flatMap(([name, value]) => ["--build-arg", `${name}=${value}`]),
		...Object.entries(build.secrets).flatMap(([id, file]) => ["--secret", `id=${id},src=${file}`])
	];
}
/** Runs docker, passing lines on. Whatever it printed, an exit code other than 0 is a failure. */
async function watched(docker, args, { onLine, limitMs, failure }) {
	const lines = [];
	const keep = (line) => {
		if (line.trim() === "") return;
		lines.push(line);
		onLine(line);
	};
	const { code, timedOut } = await docker.run(args, {
		limitMs,
		onLine: keep
	});
	if (code === 0) return lines.join("\n");
	throw failure(timedOut ? `it took longer than ${limitMs / 6e4} minutes` : `exit code ${code ?? "none (killed)"}`, lines.slice(-30).join("\n") || "docker printed nothing");
}
// ../packages/deploy/src/image/docker.ts
const quickMs$1 = 3e4;
/**
* Gives `body` a Docker client whose credentials lie in a folder of their own, which is gone afterwards, whatever happens.
* What the user's own configuration says of other registries is kept for pulling base images.
*/
async function withDocker(signal, body) {
	const folder = await mkdtemp(join(tmpdir(), "docker-config-"));
	try {
		await writePrivateConfig(folder);
		return await body(await openDocker(folder, signal));
	} finally {
		await rm(folder, {
			recursive: true,
			force: true
		});
	}
}
async function logIn(docker, { host, user, password }) {
	const args = [
		"login",
		"--username",
		user,
		"--password-stdin",
		host
	];
	const result = await docker.run(args, {
		input: password,
		limitMs: quickMs$1
	});
	if (result.code !== 0) throw new DeployError("login-failed", `docker login to ${host} failed: ${result.stderr.trim()}`);
}
/** What a reference stands for: the digest it carries, the local image's, else the registry's. */
async function resolveDigest(docker, reference) {
	const local = await localDigest(docker, reference);
	if (local) return local;
	const pulled = await docker.run([
		"pull",
		"--quiet",
		reference
	], { limitMs: 6e5 });
	const digest = pulled.code === 0 ? await localDigest(docker, reference) : void 0;
	if (digest) return digest;
	throw new DeployError("no-base-image", `the base image ${reference} is neither on this machine nor can it be pulled: ${pulled.stderr.trim() || "no reason given"}`);
}
/** The same without asking a registry: `undefined` where neither the reference nor this machine tells. */
async function localDigest(docker, reference) {
	const pinned = /@(sha256:[0-9a-f]{64})$/.exec(reference)?.[1];
	if (pinned) return pinned;
	const result = await docker.run([
		"image",
		"inspect",
		"--format",
		"{{json .}}",
		reference
	], { limitMs: quickMs$1 });
	if (result.code !== 0) return void 0;
	const { Id, RepoDigests } = JSON.parse(result.stdout.toString());
	const repository = reference.replace(/:[^:/]+$/, "");
	return (RepoDigests?.find((digest) => digest.startsWith(`${repository}@`)))?.slice(repository.length + 1) ?? Id;
}
async function openDocker(configFolder, signal) {
	const own = ownConfigFolder();
	const env = {
		...process.env,
		DOCKER_CONFIG: configFolder,
		BUILDX_CONFIG: process.env["BUILDX_CONFIG"] ?? join(own, "buildx"),
		DOCKER_BUILDKIT: "1"
	};
	const call = (program, args, options) => run(program, args, {
		...options,
		env,
		...signal ? { signal } : {}
	});
	const { program, builder } = await chooseClient((path, args) => call(path, args, { limitMs: quickMs$1 }));
	const version = await call(program, [
		"version",
		"--format",
		"{{.Server.Os}}/{{.Server.Arch}}"
	], { limitMs: quickMs$1 });
	if (version.code !== 0) throw new DeployError("no-docker", `the Docker engine does not answer: ${version.stderr.trim()}`);
	return {
		builder,
		platform: version.stdout.toString().trim(),
		run: (args, options) => call(program, args, options)
	};
}
/**
* A client from 23 on builds with BuildKit only by buildx; without it, `docker build` is refused.
* Debian's own client is older and carries BuildKit itself, so a second `docker` on the PATH may be the one that builds.
*/
async function chooseClient(call) {
	const tried = [];
	for (const folder of new Set((process.env["PATH"] ?? "").split(delimiter).filter(Boolean))) {
		const program = join(folder, "docker");
		const version = await call(program, ["--version"]).catch(() => void 0);
		if (version?.code !== 0) continue;
		if ((await call(program, ["buildx", "version"])).code === 0) return {
			program,
			builder: "buildx"
		};
		const major = Number(/version (\d+)/.exec(version.stdout.toString())?.[1]);
		if (major < 23) return {
			program,
			builder: "buildkit"
		};
		tried.push(`${program} (${major}, without buildx)`);
	}
	throw new DeployError("no-docker", `no Docker client on the PATH can build with BuildKit; found ${tried.join(", ") || "none"}`, "Install Docker's buildx plugin, or Debian's docker.io.");
}
function ownConfigFolder() {
	return process.env["DOCKER_CONFIG"] ?? join(homedir(), ".docker");
}
async function writePrivateConfig(folder) {
	const own = ownConfigFolder();
	const text = await readFile(join(own, "config.json"), "utf8").catch(() => "{}");
	const { auths, credHelpers, proxies } = JSON.parse(text);
	const config = {
		auths: auths ?? {},
		credHelpers,
		proxies,
		cliPluginsExtraDirs: [join(own, "cli-plugins")]
	};
	await writeFile(join(folder, "config.json"), JSON.stringify(config), { mode: 384 });
}
// ../packages/deploy/src/image/registry.ts
const mediaTypes = [
	"application/vnd.oci.image.manifest.v1+json",
	"application/vnd.docker.distribution.manifest.v2+json",
	"application/vnd.oci.image.index.v1+json",
	"application/vnd.docker.distribution.manifest.list.v2+json"
];
/** A login that ECR gives for twelve hours. The host is the account's own registry. */
async function ecrLogin(ecr) {
	const { authorizationToken, proxyEndpoint } = (await ecr.getAuthorizationToken({})).authorizationData?.[0] ?? {};
	if (!authorizationToken || !proxyEndpoint) throw new DeployError("no-registry-login", "ECR gave no authorization token for this account");
	const [user = "", password = ""] = Buffer.from(authorizationToken, "base64").toString().split(/:(.*)/s);
	return {
		host: new URL(proxyEndpoint).host,
		user,
		password
	};
}
/** The image of a tag or digest; `undefined` when the repository has none. A missing repository is an error. */
async function findImage(ecr, repository, id) {
	const answer = await ecr.batchGetImage({
		...repository,
		imageIds: [id],
		acceptedMediaTypes: mediaTypes
	}).catch(explainMissing(repository));
	const image = answer.images?.[0];
	if (image?.imageId?.imageDigest && image.imageManifest) return {
		digest: image.imageId.imageDigest,
		manifest: image.imageManifest,
		mediaType: image.imageManifestMediaType,
		bytes: layerBytes(image.imageManifest)
	};
	const failure = answer.failures?.find(({ failureCode }) => failureCode !== "ImageNotFound");
	if (failure) {
		const name = `${repository.repositoryName}${"imageTag" in id ? `:${id.imageTag}` : `@${id.imageDigest}`}`;
		throw new DeployError("registry-refused", `${name}: ${failure.failureCode}: ${failure.failureReason}`);
	}
}
/** Lets a tag name an image that the repository holds. A tag that names it already is fine; one that may not move is an error. */
async function tagImage(ecr, repository, image, tag) {
	if ((await findImage(ecr, repository, { imageTag: tag }))?.digest === image.digest) return;
	await ecr.putImage({
		...repository,
		imageManifest: image.manifest,
		imageDigest: image.digest,
		imageTag: tag,
		...image.mediaType ? { imageManifestMediaType: image.mediaType } : {}
	}).catch(async (error) => {
		if (!isNamed(error, "ImageAlreadyExistsException", "ImageTagAlreadyExistsException")) throw error;
		const now = await findImage(ecr, repository, { imageTag: tag });
		if (now?.digest === image.digest) return;
		throw new DeployError("tag-taken", `${repository.repositoryName}:${tag} already names other content (${now?.digest ?? "unknown"}, not ${image.digest}), and its tags can't move`, "The same commit gave another image: its base image or build arguments changed. Name other `tags`, or commit.", { cause: error });
	});
}
function explainMissing({ repositoryName }) {
	return (error) => {
		if (!isNamed(error, "RepositoryNotFoundException")) throw error;
		throw new DeployError("no-repository", `the registry has no repository "${repositoryName}"`, "Create it (cloudformation/registry.yaml), or name another by the input `repository`.", { cause: error });
	};
}
function isNamed(error, ...names) {
	return names.includes(error.name ?? "");
}
function layerBytes(manifest) {
	const { config, layers = [] } = JSON.parse(manifest);
	return [...config ? [config] : [], ...layers].reduce((sum, { size }) => sum + size, 0);
}
// ../packages/deploy/src/image/tags.ts
/** The tag by which the registry knows an image's content. */
function keyTag(key) {
	return `key-${key}`;
}
/**
* The tag that spares what an environment runs from the registry's "keep ten" (cloudformation/registry.yaml). The
* number is that of the task definition's revision: ECS never gives one twice, not even after deleting the family
* (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/delete-task-definition-v2.html), while a parameter that
* was deleted counts from 1 again and would meet its old, immovable tags.
*/
function releasedTag(environment, revision) {
	return `released-${shortName(environment)}-${revision}`;
}
/** The commit, and for inputs that differ from it also the key: no two contents share a commit's tag. */
function commitTag(source) {
	return source.dirty ? `${source.commit}-dirty-${source.key}` : source.commit;
}
const defaultTags = ["{commit}", "latest"];
/** Fills `{commit}` and `{key}` in. A tag that a registry would refuse is an error before anything is built. */
function fillTags(patterns, source) {
	const filled = patterns.map((pattern) => pattern.replaceAll("{commit}", commitTag(source)).replaceAll("{key}", source.key));
	const wrong = filled.find((tag) => !/^\w[\w.-]{0,127}$/.test(tag));
	if (wrong === void 0) return [...new Set(filled)];
	throw new DeployError("invalid-tag", `tags: want up to 128 letters, digits, "_", "." and "-", got "${wrong}"`);
}
// ../packages/deploy/src/image/ecr-store.ts
/** Images in the account's ECR. `registry`: its host, where it is not what ECR names itself. */
async function ecrStore(docker, ecr, registry) {
	const given = await ecrLogin(ecr);
	const login = {
		...given,
		host: registry ?? given.host
	};
	let loggedIn;
	const kept = (repositoryName, stored) => ({
		reference: `${login.host}/${repositoryName}@${stored.digest}`,
		digest: stored.digest,
		bytes: stored.bytes,
		tag: (tag) => tagImage(ecr, { repositoryName }, stored, tag)
	});
	const find = (repositoryName, key) => findImage(ecr, { repositoryName }, { imageTag: keyTag(key) });
	return {
		name: (repository, key) => `${login.host}/${repository}:${keyTag(key)}`,
		async find(repository, key) {
			const stored = await find(repository, key);
			return stored && kept(repository, stored);
		},
		async keep(repository, build) {
			await (loggedIn ??= logIn(docker, login));
			const pushed = await pushImage(docker, build).catch(async (error) => {
				const other = error instanceof DeployError && error.code === "push-failed" ? await find(repository, build.key) : void 0;
				if (!other) throw error;
				build.onLine("another run pushed this key meanwhile; its image is taken");
				return other.digest;
			});
			const stored = await find(repository, build.key);
			if (stored?.digest === pushed) return kept(repository, stored);
			throw new DeployError("push-unconfirmed", `${build.service}: ${pushed} was pushed, but the registry answers ${stored?.digest ?? "nothing"} for ${build.image}`);
		}
	};
}
// ../packages/deploy/src/image/local-store.ts
const quickMs = 3e4;
/** Images on this machine alone, in the Docker engine that builds them. */
function localStore(docker) {
	const name = (repository, key) => `${repository}:${keyTag(key)}`;
	async function find(repository, key) {
		const reference = name(repository, key);
		const args = [
			"image",
			"inspect",
			"--format",
			"{{.Id}} {{.Size}}",
			reference
		];
		const { code, stdout } = await docker.run(args, { limitMs: quickMs });
		if (code !== 0) return void 0;
		const [digest = "", bytes] = stdout.toString().trim().split(" ");
		return {
			reference,
			digest,
			bytes: Number(bytes),
			tag: (tag) => tagImage(reference, `${repository}:${tag}`)
		};
	}
	async function tagImage(reference, target) {
		const { code, stderr } = await docker.run([
			"tag",
			reference,
			target
		], { limitMs: quickMs });
		if (code !== 0) throw new DeployError("tag-failed", `docker tag ${reference} ${target} failed: ${stderr.trim()}`);
	}
	return {
		name,
		find,
		async keep(repository, { service, key, image }) {
			const built = await find(repository, key);
			if (built) return built;
			throw new DeployError("build-lost", `${service}: the build ended well, but the engine has no ${image}`);
		}
	};
}
// ../packages/deploy/src/image/parallel.ts
/**
* Runs `work` on the items, so many at a time. After a failure nothing new is started, what runs is let finish,
* and all failures come back together. Results and failures are in the items' order.
*/
async function inParallel(items, limit, work) {
	const queue = [...items.entries()];
	const outcomes = [];
	let failed = false;
	const worker = async () => {
		for (let next = queue.shift(); next !== void 0 && !failed; next = queue.shift()) {
			const [index, item] = next;
			outcomes[index] = await work(item).then((result) => ({ result }), (failure) => (failed = true, { failure }));
		}
	};
	await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
	return {
		results: outcomes.flatMap((outcome) => "result" in outcome ? [outcome.result] : []),
		failures: outcomes.flatMap((outcome) => "failure" in outcome ? [outcome.failure] : [])
	};
}
// ../packages/deploy/src/image/dockerfile.ts
/**
* The images outside the Dockerfile that it builds from (`FROM`, `COPY --from=`, `RUN --mount=…,from=`), with build
* arguments put in. Not `scratch`, not its own stages. Sorted. `ARG`s count where Docker lets them: before the first FROM.
*/
function externalImages(dockerfile, buildArgs) {
	const args = /* @__PURE__ */ new Map();
	const stages = /* @__PURE__ */ new Set(["scratch"]);
	const found = /* @__PURE__ */ new Set();
	const add = (reference) => {
		if (reference && !stages.has(reference.toLowerCase()) && !/^\d+$/.test(reference)) found.add(reference);
	};
	let inStage = false;
	for (const { name, rest } of instructions(dockerfile)) {
		if (name === "ARG" && !inStage) readArgs(rest, buildArgs, args);
		if (name === "FROM") {
			inStage = true;
			const [image = "", , stage] = rest.split(/\s+/).filter((word) => !word.startsWith("--"));
			add(substitute(image, args));
			if (stage) stages.add(stage.toLowerCase());
		}
		if (name === "COPY" || name === "RUN" || name === "ADD") for (const [, from = ""] of rest.matchAll(/--(?:from=|mount=\S*?\bfrom=)([^\s,]+)/g)) add(substitute(from, args));
	}
	return [...found].sort();
}
function readArgs(rest, given, args) {
	for (const [, name = "", value] of rest.matchAll(/([A-Za-z_]\w*)(?:=("[^"]*"|'[^']*'|\S*))?/g)) {
		const chosen = given[name] ?? value?.replace(/^(["'])(.*)\1$/, "$2");
		if (chosen !== void 0) args.set(name, given[name] ?? substitute(chosen, args));
	}
}
/** `$A`, `${A}`, `${A:-default}`, `${A:+other}`. */
function substitute(text, args) {
	return text.replace(/\$(?:(\w+)|\{(\w+)(?::([-+])([^}]*))?\})/g, (_, bare, braced, operator, word = "") => {
		const value = args.get(bare ?? braced ?? "") ?? "";
		if (operator === "-") return value || word;
		if (operator === "+") return value ? word : "";
		return value;
	});
}
function* instructions(dockerfile) {
	const escape = /^#\s*escape\s*=\s*`/im.test(dockerfile) ? "`" : "\\";
	const lines = dockerfile.split(/\r?\n/);
	for (let at = 0; at < lines.length; at++) {
		let text = (lines[at] ?? "").trim();
		if (text === "" || text.startsWith("#")) continue;
		while (text.endsWith(escape) && at + 1 < lines.length) {
			const next = (lines[++at] ?? "").trim();
			text = next === "" || next.startsWith("#") ? text : `${text.slice(0, -1)} ${next}`;
		}
		for (const [, word] of text.matchAll(/<<-?\s*["']?([A-Za-z_]\w*)["']?/g)) while (at + 1 < lines.length && (lines[++at] ?? "").trim() !== word) continue;
		const [, name = "", rest = ""] = /^(\w+)\s*(.*)$/s.exec(text) ?? [];
		yield {
			name: name.toUpperCase(),
			rest: rest.trim()
		};
	}
}
// ../packages/deploy/src/image/key.ts
/** Raised when the list's form changes, so that keys of different forms never meet. */
const form = "cashsouk-image-1";
/**
* The content key: 64 hexadecimal digits, the same on every machine and in every clone. No time, no absolute path and
* no order of reading goes in. Fields end with NUL, which neither a path nor an argument can hold.
*/
function contentKey(parts) {
	const records = [
		[form],
		["platform", parts.platform],
		["dockerfile", parts.dockerfile],
		...entries(parts.buildArgs).map(([name, value]) => [
			"arg",
			name,
			value
		]),
		...entries(Object.fromEntries(parts.baseImages)).map(([reference, digest]) => [
			"base",
			reference,
			digest
		]),
		...[...parts.files].sort(byPath).map(({ path, mode, hash }) => [
			"file",
			mode,
			encodePath(path),
			hash
		])
	];
	const sha = createHash("sha256");
	for (const record of records) {
		for (const field of record) sha.update(field).update("\0");
		sha.update("\n");
	}
	return sha.digest("hex");
}
function contentHash(content) {
	return createHash("sha256").update(content).digest("hex");
}
function entries(values) {
	return Object.entries(values).sort(([a], [b]) => a < b ? -1 : 1);
}
function byPath(a, b) {
	return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}
// ../packages/deploy/src/image/stage.ts
/**
* Lays an image's inputs into an empty folder, which becomes the build context, and lists what it wrote.
* Each file is read once: what the key covers is what the build gets, also when a file changes meanwhile.
*/
async function stageContext(repository, { files, generated }, folder) {
	const staged = [];
	for (const path of await withSubmoduleFiles(repository, [...files.keys()])) staged.push(await stageFile(repository, {
		path,
		folder
	}));
	for (const [path, text] of generated) {
		await writeFile(join(folder, path), text);
		staged.push({
			path,
			mode: "100644",
			hash: contentHash(text)
		});
	}
	return staged;
}
async function stageFile(repository, { path, folder }) {
	const from = absolute(repository, path);
	const to = encodePath(join(folder, path));
	await mkdir(encodePath(join(folder, dirname(path))), { recursive: true });
	const status = await lstat(from);
	if (status.isSymbolicLink()) {
		const target = await readlink(from, "buffer");
		await symlink(target, to);
		return {
			path,
			mode: "120000",
			hash: contentHash(target)
		};
	}
	if (!status.isFile()) throw new DeployError("not-a-file", `${path} is neither a file nor a link, so it can't go into an image`);
	const content = await readFile(from);
	const executable = (status.mode & 64) !== 0;
	await writeFile(to, content);
	await chmod(to, executable ? 493 : 420);
	return {
		path,
		mode: executable ? "100755" : "100644",
		hash: contentHash(content)
	};
}
/** Git lists a submodule as one path; an image needs the files in it. */
async function withSubmoduleFiles(repository, paths) {
	const all = [];
	for (const path of paths) {
		if (!(await lstat(absolute(repository, path))).isDirectory()) {
			all.push(path);
			continue;
		}
		const listed = await repository.git([
			"-C",
			path,
			"ls-files",
			"-z",
			"--cached",
			"--others",
			"--exclude-standard"
		]);
		const inside = splitNul(listed).map((bytes) => `${path}/${decodePath(bytes)}`);
		all.push(...await withSubmoduleFiles(repository, inside));
	}
	return all;
}
// ../packages/deploy/src/image/prepare-image.ts
/** Lays a service's inputs into a folder that lives as long as `body` runs, and keys them. */
async function withPreparedImage({ source, platform, digestOf, ...given }, service, body) {
	const context = await mkdtemp(join(tmpdir(), `context-${service.name}-`));
	try {
		const { dockerfile } = service;
		const inputs = imageInputs(source.snapshot, service);
		if (!inputs.files.has(dockerfile)) throw new DeployError("no-dockerfile", `${service.name}: its Dockerfile ${dockerfile} does not exist`);
		const files = await stageContext(source.repository, inputs, context);
		const buildArgs = {
			...service.buildArgs,
			...given.buildArgs
		};
		const baseImages = /* @__PURE__ */ new Map();
		for (const reference of externalImages(await readFile(join(context, dockerfile), "utf8"), buildArgs)) baseImages.set(reference, await digestOf(reference));
		const key = contentKey({
			files,
			dockerfile,
			buildArgs,
			baseImages,
			platform
		});
		return await body({
			context,
			files: files.length,
			buildArgs,
			key,
			dirty: source.dirty.has(service.name)
		});
	} finally {
		await rm(context, {
			recursive: true,
			force: true
		});
	}
}
// ../packages/deploy/src/image/build-images.ts
/** Builds the services' images and keeps them, or takes those that are there already. Service → image. */
async function buildImages(source, options, ports) {
	return forEachService(source, options, ports, {
		digestOf: resolveDigest,
		work: produce
	});
}
async function forEachService(source, options, ports, { digestOf, work }) {
	const { manifest } = source.snapshot;
	const services = options.services ? pickServices(manifest, options.services) : manifest.services;
	if (services.length === 0) return /* @__PURE__ */ new Map();
	return withDocker(ports.signal, async (docker) => {
		const store = ports.ecr ? await ecrStore(docker, ports.ecr, options.registry) : localStore(docker);
		const { platform } = docker;
		const { buildArgs } = options;
		const job = {
			source,
			platform,
			buildArgs,
			digestOf: onceEach((reference) => digestOf(docker, reference)),
			docker,
			store,
			options,
			ports
		};
		const { results, failures } = await inParallel(services, options.parallel, (service) => work(job, service));
		if (failures.length > 0) throw oneFailure(failures);
		return new Map(results.map((result, index) => [services[index].name, result]));
	});
}
async function produce(job, service) {
	const { clock, log } = job.ports;
	const startedAt = clock.now();
	const seconds = () => Math.round((clock.now() - startedAt) / 100) / 10;
	const say = (line) => log.info(`${service.name} ${seconds().toFixed(1)} s: ${line}`);
	const built = await withPreparedImage(job, service, (prepared) => produceFrom(job, service, prepared, say));
	say(`${built.reused ? "reused" : job.ports.ecr ? "pushed" : "built"} ${built.image}, tagged ${built.tags.join(", ")}`);
	return {
		...built,
		seconds: seconds()
	};
}
async function produceFrom({ docker, store, options, source, platform }, service, { key, dirty, files, context, buildArgs }, say) {
	const repository = repositoryOf(options, service);
	const tags = fillTags(options.tags, {
		commit: source.commit,
		dirty,
		key
	});
	say(`${files} files, key ${key.slice(0, 12)}${dirty ? ", differs from the commit" : ""}`);
	const held = options.reuse ? await store.find(repository, key) : void 0;
	const build = {
		service: service.name,
		context,
		dockerfile: service.dockerfile,
		image: store.name(repository, key),
		key,
		buildArgs,
		platform,
		secrets: options.secrets,
		...options.network ? { network: options.network } : {},
		onLine: say
	};
	if (!held) await buildImage(docker, build);
	const kept = held ?? await store.keep(repository, build);
	for (const tag of tags) await kept.tag(tag);
	const { reference: image, digest, bytes } = kept;
	return {
		image,
		digest,
		key,
		dirty,
		tags: [...tags, keyTag(key)],
		reused: held !== void 0,
		bytes
	};
}
function repositoryOf({ repository }, { name }) {
	return repository.replaceAll("{service}", name);
}
function onceEach(act) {
	const known = /* @__PURE__ */ new Map();
	return (name) => {
		const promise = known.get(name) ?? act(name);
		known.set(name, promise);
		return promise;
	};
}
function oneFailure(failures) {
	if (failures.length === 1 || !failures.every((failure) => failure instanceof DeployError)) return failures[0];
	return new DeployError("build-failed", failures.map(describeError).join("\n\n"), void 0, { cause: failures[0] });
}
// ../packages/deploy/src/image/source.ts
async function readSource(repository, manifest) {
	const commit = await resolveCommit(repository, "HEAD");
	if (!commit) throw new DeployError("no-commit", `the repository in ${repository.folder} has no commit yet`);
	const snapshot = await readSnapshot(await workingTree(repository), manifest);
	const names = snapshot.manifest.services.map(({ name }) => name);
	const changed = await changedFiles(repository, commit);
	if (changed.size === 0) return {
		repository,
		snapshot,
		commit,
		dirty: /* @__PURE__ */ new Set()
	};
	const comparison = await compareWithCommit(repository, {
		commit,
		changed,
		manifest
	});
	const reasons = affectedServices(snapshot, new Map(names.map((name) => [name, comparison])));
	return {
		repository,
		snapshot,
		commit,
		dirty: new Set(names.filter((name) => reasons.get(name)?.length))
	};
}
async function compareWithCommit(repository, { commit, changed, manifest }) {
	try {
		return {
			kind: "base",
			snapshot: await readSnapshot(await commitTree(repository, commit), manifest),
			changed
		};
	} catch (error) {
		if (error instanceof DeployError && error.code !== "git-failed" && error.code !== "cancelled") return {
			kind: "none",
			reason: {
				kind: "not-comparable",
				why: error.message
			}
		};
		throw error;
	}
}
// ../packages/deploy/src/image/reference.ts
const pattern = /^(?<host>[^/]+)\/(?<name>[^:@]+)(:[^@]+)?@(?<digest>sha256:\w+)$/;
/** `undefined` for a reference without a registry or a digest: what it means may be another image tomorrow. */
function parseReference(text) {
	const { host, name, digest } = pattern.exec(text)?.groups ?? {};
	return host && name && digest ? {
		host,
		name,
		digest
	} : void 0;
}
// ../packages/deploy/src/image/spare.ts
/** https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html, and the dual-stack and FIPS endpoints' names */
const ecrHost = /^(?<account>\d{12})\.dkr[.-]ecr(-fips)?\./;
/**
* Tags the image of a reference (host/repository@digest) where it lies in ECR. Gives what kept it from that when this
* is nobody's fault: another kind of registry, or a reference that names no digest and so may mean something else now.
*/
async function tagInEcr(ecr, image, tag) {
	const reference = parseReference(image);
	if (!reference) return { skipped: `${image} names no digest in a registry` };
	const { host, name, digest: imageDigest } = reference;
	const repository = await repositoryAt(ecr, reference);
	if (!repository) return { skipped: `${host} is not ECR` };
	const stored = await findImage(ecr, repository, { imageDigest });
	if (!stored) throw new DeployError("image-missing", `the repository ${name} holds no ${imageDigest}`);
	await tagImage(ecr, repository, stored, tag);
	return {};
}
/** The repository as ECR's calls name it; `undefined` where the reference leads to another kind of registry. */
async function repositoryAt(ecr, { host, name: repositoryName }) {
	const { account } = ecrHost.exec(host)?.groups ?? {};
	if (account) return {
		repositoryName,
		registryId: account
	};
	return (await ecrLogin(ecr).catch(() => void 0))?.host === host ? { repositoryName } : void 0;
}
// ../packages/deploy/src/image/summary.ts
/** Markdown for people: every image, where it came from, its size and time. */
function imageSummary(images) {
	if (images.size === 0) return "### Images\n\nNo service was asked for: nothing was built.\n";
	const rows = [...images].map(([service, { reused, dirty, bytes, seconds, key, digest, tags }]) => row([
		service,
		`${reused ? "reused" : "built"}${dirty ? " (uncommitted changes)" : ""}`,
		`${(bytes / 1e6).toFixed(1)} MB`,
		`${seconds.toFixed(1)} s`,
		`\`${key.slice(0, 12)}\``,
		`\`${digest.slice(0, 19)}\``,
		tags.filter((tag) => tag !== `key-${key}`).join(", ")
	]));
	const head = [
		"Service",
		"Image",
		"Size",
		"Time",
		"Key",
		"Digest",
		"Tags"
	];
	return [
		"### Images",
		"",
		row(head),
		row(head.map(() => "---")),
		...rows,
		""
	].join("\n");
}
function row(cells) {
	return `| ${cells.join(" | ")} |`;
}
export { buildImages, defaultTags, imageSummary, parseBuiltImages, readSource, releasedTag, tagInEcr };
