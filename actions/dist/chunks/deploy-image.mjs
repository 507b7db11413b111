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
function keyTag(key) {
	return `key-${key}`;
}
function releasedTag(environment, revision) {
	return `released-${shortName(environment)}-${revision}`;
}
function commitTag(source) {
	return source.dirty ? `${source.commit}-dirty-${source.key}` : source.commit;
}
const defaultTags = ["{commit}", "latest"];
const fixedPattern = /\{(commit|key)\}/;
function fillTags(patterns, source) {
	const filled = new Map();
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
function parseReference(text) {
	const { host, name, digest } = pattern.exec(text)?.groups ?? {};
	return host && name && digest ? {
		host,
		name,
		digest
	} : void 0;
}
// ../packages/deploy/src/image/spare.ts
const ecrHost = /^(?<account>\d{12})\.dkr[.-]ecr(-fips)?\./;
function ecrAccount(host) {
	return ecrHost.exec(host)?.groups?.["account"];
}
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
async function repositoryAt(ecr, { host, name: repositoryName }) {
	const account = ecrAccount(host);
	if (account) return {
		repositoryName,
		registryId: account
	};
	return (await ecrLogin(ecr).catch(() => void 0))?.host === host ? { repositoryName } : void 0;
}
// ../packages/deploy/src/image/index.ts
var image_exports = __exportAll({
	releasedTag: () => releasedTag,
	resolveDigest: () => resolveDigest,
	tagInEcr: () => tagInEcr,
	withDocker: () => withDocker
});
export { defaultTags, ecrAccount, ecrLogin, fillTags, findImage, imageBytes, image_exports, keyTag, logIn, manifestTypes, movingTag, pinnedContexts, repositoryOf, resolveDigest, tagImage, tagTaken, withDocker };
