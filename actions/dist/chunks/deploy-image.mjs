import { __exportAll } from "./rolldown-runtime.mjs";
import { DeployError } from "./deploy-base.mjs";
import { run } from "./deploy-process.mjs";
import { ownConfigFolder, readOwnConfig } from "./roof.mjs";
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
// ../packages/deploy/src/image/index.ts
var image_exports = __exportAll({
	resolveDigest: () => resolveDigest,
	withDocker: () => withDocker
});
export { image_exports, logIn, pinnedContexts, repositoryOf, resolveDigest, withDocker };
