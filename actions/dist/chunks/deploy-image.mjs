import { __exportAll } from "./rolldown-runtime.mjs";
import { DeployError } from "./deploy-base.mjs";
import { run } from "./deploy-process.mjs";
import { ownConfigFolder, readOwnConfig } from "./roof.mjs";
import { shortName } from "./deploy-base3.mjs";
import { delimiter, join } from "node:path";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
// ../packages/deploy/src/image/base-image.ts
const quickMs$1 = 3e4;
const pullMs = 6e5;
/**
* The digest that a base image's reference stands for, where the builder will look for it: a builder with a store of its
* own asks the registry, the engine takes what it has and pulls what it has not.
*/
async function resolveDigest(docker, reference) {
	const { builder } = docker;
	const inRegistry = builder.full ? await registryDigest(docker, reference) : void 0;
	if (inRegistry?.digest) return inRegistry.digest;
	if (inRegistry && builder.driver !== "docker") throw noBaseImage(reference, inRegistry.why);
	const local = await localDigest(docker, reference);
	if (local) return local;
	const pulled = await docker.run([
		"pull",
		"--quiet",
		reference
	], { limitMs: pullMs });
	const digest = pulled.code === 0 ? await localDigest(docker, reference) : void 0;
	if (digest) return digest;
	throw noBaseImage(reference, pulled.stderr);
}
/** The same without asking a registry: `undefined` where neither the reference nor this machine tells. */
async function localDigest(docker, reference) {
	const pinned = pinnedDigest(reference);
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
	const repository = repositoryOf(reference);
	return (RepoDigests?.find((digest) => digest.startsWith(`${repository}@`)))?.slice(repository.length + 1) ?? Id;
}
/** What holds a build to the digests that its key covers, though a tag may move meanwhile. */
function pinnedContexts(baseImages) {
	return [...baseImages].filter(([reference]) => !pinnedDigest(reference)).map(([reference, digest]) => `${reference}=docker-image://${repositoryOf(reference)}@${digest}`);
}
async function registryDigest(docker, reference) {
	const pinned = pinnedDigest(reference);
	if (pinned) return {
		digest: pinned,
		why: ""
	};
	const args = [
		"buildx",
		"imagetools",
		"inspect",
		"--format",
		"{{json .Manifest}}",
		reference
	];
	const { code, stdout, stderr } = await docker.run(args, { limitMs: quickMs$1 });
	if (code !== 0) return { why: stderr };
	const { digest } = JSON.parse(stdout.toString());
	return {
		...digest ? { digest } : {},
		why: "its manifest names no digest"
	};
}
function pinnedDigest(reference) {
	return /@(sha256:[0-9a-f]{64})$/.exec(reference)?.[1];
}
/** A reference without its tag. */
function repositoryOf(reference) {
	return reference.replace(/:[^:/]+$/, "");
}
function noBaseImage(reference, why) {
	const reason = why.trim() || "no reason given";
	return new DeployError("no-base-image", `the base image ${reference} is neither on this machine nor can it be pulled: ${reason}`);
}
// ../packages/deploy/src/image/builder.ts
const plainBuildKit = {
	kind: "buildkit",
	driver: "docker",
	full: false,
	title: "`docker build` without buildx"
};
/**
* Which of buildx's drivers builds, and for which platform when none is asked for. The `docker` driver keeps images in
* the engine's store: only containerd's (the default from Engine 29 on) holds several platforms and attestations.
* https://docs.docker.com/build/builders/drivers/
*/
async function inspectBuildx(call) {
	const inspected = await call(["buildx", "inspect"]);
	const text = inspected.code === 0 ? inspected.stdout.toString() : "";
	const driver = /^Driver:\s+(\S+)/m.exec(text)?.[1] ?? "docker";
	const title = `buildx with the driver "${driver}"`;
	if (driver !== "docker") {
		const platform = /^\s*Platforms:\s+([^\s,*]+)/m.exec(text)?.[1];
		return {
			builder: {
				kind: "buildx",
				driver,
				full: true,
				title
			},
			...platform ? { platform } : {}
		};
	}
	const info = await call([
		"info",
		"--format",
		"{{json .DriverStatus}}"
	]);
	return { builder: {
		kind: "buildx",
		driver,
		full: info.code === 0 && info.stdout.toString().includes("io.containerd.snapshotter"),
		title
	} };
}
// ../packages/deploy/src/image/docker.ts
const quickMs = 3e4;
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
		limitMs: quickMs
	});
	if (result.code !== 0) throw new DeployError("login-failed", `docker login to ${host} failed: ${result.stderr.trim()}`);
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
	const { program, buildx } = await chooseClient((path, args) => call(path, args, { limitMs: quickMs }));
	const ask = (args) => call(program, args, { limitMs: quickMs });
	const { builder, platform } = buildx ? await inspectBuildx(ask) : {
		builder: plainBuildKit,
		platform: void 0
	};
	return {
		builder,
		platform: platform ?? await enginePlatform(ask),
		run: (args, options) => call(program, args, options)
	};
}
async function enginePlatform(ask) {
	const { code, stdout, stderr } = await ask([
		"version",
		"--format",
		"{{.Server.Os}}/{{.Server.Arch}}"
	]);
	if (code === 0) return stdout.toString().trim();
	throw new DeployError("no-docker", `the Docker engine does not answer: ${stderr.trim()}`);
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
			buildx: true
		};
		const major = Number(/version (\d+)/.exec(version.stdout.toString())?.[1]);
		if (major < 23) return {
			program,
			buildx: false
		};
		tried.push(`${program} (${major}, without buildx)`);
	}
	throw new DeployError("no-docker", `no Docker client on the PATH can build with BuildKit; found ${tried.join(", ") || "none"}`, "Install Docker's buildx plugin, or Debian's docker.io.");
}
async function writePrivateConfig(folder) {
	const { auths, credHelpers, proxies } = await readOwnConfig();
	const plugins = join(ownConfigFolder(), "cli-plugins");
	const config = {
		auths: auths ?? {},
		credHelpers,
		proxies,
		cliPluginsExtraDirs: [plugins]
	};
	await writeFile(join(folder, "config.json"), JSON.stringify(config), { mode: 384 });
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
const fixedPattern = /\{(commit|key)\}/;
/** Fills `{commit}` and `{key}` in. A tag that a registry would refuse is an error before anything is built. */
function fillTags(patterns, source) {
	const filled = /* @__PURE__ */ new Map();
	for (const pattern of patterns) {
		const name = pattern.replaceAll("{commit}", commitTag(source)).replaceAll("{key}", source.key);
		if (!/^\w[\w.-]{0,127}$/.test(name)) throw new DeployError("invalid-tag", `tags: want up to 128 letters, digits, "_", "." and "-", got "${name}"`);
		filled.set(name, {
			name,
			fixed: fixedPattern.test(pattern)
		});
	}
	return [...filled.values()];
}
/** The first tag that moves on from image to image, as `latest` does. */
function movingTag(patterns) {
	return patterns.find((pattern) => !fixedPattern.test(pattern));
}
// ../packages/deploy/src/image/registry-port.ts
const manifestTypes = [
	"application/vnd.oci.image.manifest.v1+json",
	"application/vnd.docker.distribution.manifest.v2+json",
	"application/vnd.oci.image.index.v1+json",
	"application/vnd.docker.distribution.manifest.list.v2+json"
];
function tagTaken({ tag, present, wanted, cause }) {
	return new DeployError("tag-taken", `${tag} already names other content (${present ?? "unknown"}, not ${wanted}), and its tags can't move`, "The same commit gave another image: its base image or build arguments changed. Name other `tags`, or commit.", { cause });
}
/** The bytes that a manifest leads to; of an index those of its images, which `read` gives by digest. */
async function imageBytes(text, read) {
	const { config, layers = [], manifests = [] } = JSON.parse(text);
	const own = [...config ? [config] : [], ...layers].reduce((sum, { size }) => sum + size, 0);
	const images = manifests.filter(({ annotations }) => !annotations?.["vnd.docker.reference.type"]);
	let bytes = own;
	for (const { digest } of images) {
		const child = await read(digest);
		if (child) bytes += await imageBytes(child, () => Promise.resolve(void 0));
	}
	return bytes;
}
// ../packages/deploy/src/image/registry.ts
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
		acceptedMediaTypes: manifestTypes
	}).catch(explainMissing(repository));
	const image = answer.images?.[0];
	if (image?.imageId?.imageDigest && image.imageManifest) return {
		digest: image.imageId.imageDigest,
		manifest: image.imageManifest,
		mediaType: image.imageManifestMediaType,
		bytes: await imageBytes(image.imageManifest, async (imageDigest) => manifestOf(ecr, repository, imageDigest))
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
		throw tagTaken({
			tag: `${repository.repositoryName}:${tag}`,
			present: now?.digest,
			wanted: image.digest,
			cause: error
		});
	});
}
async function manifestOf(ecr, repository, imageDigest) {
	const { images } = await ecr.batchGetImage({
		...repository,
		imageIds: [{ imageDigest }],
		acceptedMediaTypes: manifestTypes
	});
	return images?.[0]?.imageManifest;
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
/** The account whose ECR has that host; `undefined` for any other host. */
function ecrAccount(host) {
	return ecrHost.exec(host)?.groups?.["account"];
}
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
	const account = ecrAccount(host);
	if (account) return {
		repositoryName,
		registryId: account
	};
	return (await ecrLogin(ecr).catch(() => void 0))?.host === host ? { repositoryName } : void 0;
}
// ../packages/deploy/src/image/index.ts
var image_exports = /* @__PURE__ */ __exportAll({
	releasedTag: () => releasedTag,
	resolveDigest: () => resolveDigest,
	tagInEcr: () => tagInEcr,
	withDocker: () => withDocker
});
export { defaultTags, ecrAccount, ecrLogin, fillTags, findImage, imageBytes, image_exports, keyTag, logIn, manifestTypes, movingTag, pinnedContexts, repositoryOf, resolveDigest, tagImage, tagTaken, withDocker };
