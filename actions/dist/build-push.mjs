import { inputReader, systemClock } from "./chunks/deploy-base2.mjs";
import { openRepository } from "./chunks/deploy-git.mjs";
import { buildImages, defaultTags, ecrRegistry, imageSummary, readFolderImage, readSource, workspaceImages } from "./chunks/deploy-image2.mjs";
import { runAction } from "./chunks/roof3.mjs";
import { ecrAccount } from "./chunks/deploy-image3.mjs";
import { ociRegistry } from "./chunks/roof2.mjs";
import { ownCredentials } from "./chunks/roof.mjs";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
// build-push/src/inputs.ts
function parseInputs(raw) {
	const read = inputReader(raw);
	const workingDirectory = read.optional("working-directory") ?? ".";
	const services = read.list("services");
	const manifest = read.optional("manifest");
	const registry = readRegistry(read);
	const repository = readRepository(read);
	const one = readOne(read, {
		workingDirectory,
		repository
	});
	if (one && (read.optional("services") || manifest)) read.problem("context", "one image of a folder, or `services` of a workspace: give either");
	const inputs = {
		options: {
			...readOptions(read),
			repository: repository ?? "{service}"
		},
		one,
		services: read.optional("services") ? services : void 0,
		manifest,
		workingDirectory,
		registry,
		credentials: readCredentials(read, registry)
	};
	read.done();
	return inputs;
}
function readOptions(read) {
	const tags = read.list("tags");
	const network = read.optional("network");
	const cacheRepository = read.optional("cache-repository");
	const buildArgs = read.map("build-args");
	if (buildArgs["RELEASE"] !== void 0) read.problem("build-args", "RELEASE is set by this action: it is the content key");
	const labels = read.map("labels");
	if (labels["org.cashsouk.key"] !== void 0) read.problem("labels", "org.cashsouk.key is set by this action: it is the content key");
	return {
		tags: tags.length > 0 ? tags : defaultTags,
		buildArgs,
		labels,
		secrets: readSecrets(read.map("secrets"), (text) => read.problem("secrets", text)),
		...network ? { network } : {},
		...cacheRepository ? { cacheRepository } : {},
		push: read.flag("push", true),
		parallel: read.wholeNumber("parallel", 2, {
			min: 1,
			max: 16
		}),
		reuse: read.flag("reuse", true),
		wishes: readWishes(read)
	};
}
function readWishes(read) {
	const platforms = read.list("platforms").flatMap((line) => line.split(",").map((part) => part.trim()));
	for (const platform of platforms) if (!/^[a-z0-9]+\/[a-z0-9_]+(\/v\d+)?$/.test(platform)) read.problem("platforms", `want os/architecture (linux/arm64), got "${platform}"`);
	const cache = read.optional("cache") && read.oneOf("cache", [
		"registry",
		"inline",
		"none"
	], "none");
	const compression = read.optional("compression") && read.oneOf("compression", [
		"gzip",
		"zstd",
		"estargz",
		"uncompressed"
	], "gzip");
	const [provenance, sbom] = ["provenance", "sbom"].map((name) => {
		const value = read.optional(name);
		if (value && !/^(true|false|[a-z-]+=[^\s,]+(,[a-z-]+=[^\s,]+)*)$/.test(value)) read.problem(name, `want true, false or BuildKit's options (mode=max), got "${value}"`);
		return value;
	});
	return {
		platforms,
		...cache ? { cache } : {},
		...compression ? { compression } : {},
		...provenance ? { provenance } : {},
		...sbom ? { sbom } : {}
	};
}
function readOne(read, { workingDirectory, repository }) {
	const [context, file, target] = [
		"context",
		"file",
		"target"
	].map((name) => read.optional(name));
	if (!context && !file && !target) return void 0;
	if (!repository || repository.includes("{")) read.problem("repository", `want the image's own repository beside \`context\`, got "${repository ?? ""}"`);
	return {
		name: repository?.split("/").pop() ?? "image",
		context: resolve(workingDirectory, context ?? "."),
		...file ? { file: resolve(workingDirectory, file) } : {},
		...target ? { target } : {}
	};
}
function readRegistry(read) {
	const registry = read.optional("registry");
	if (registry && !/^[\w.-]+(:\d+)?$/.test(registry)) read.problem("registry", `want a host, without a scheme or path, got "${registry}"`);
	return registry;
}
function readRepository(read) {
	const repository = read.optional("repository");
	if (repository && !/^[a-z0-9{][a-z0-9{}._/-]*$/.test(repository)) read.problem("repository", `want a repository's name with {service} in it, got "${repository}"`);
	return repository;
}
function readCredentials(read, registry) {
	const [user, password] = [read.optional("username"), read.optional("password")];
	if (!user && !password) return void 0;
	if (!registry) read.problem("username", "is for a `registry` other than the account's ECR, which AWS logs in to");
	if (!user) read.problem("username", "is missing beside `password`");
	if (!password) read.problem("password", "is missing beside `username`");
	return {
		user: user ?? "",
		password: password ?? ""
	};
}
function readSecrets(secrets, problem) {
	for (const [id, file] of Object.entries(secrets)) if (file.includes(",") || id.includes(",")) problem(`want id=file without commas, got "${id}"`);
	else if (!existsSync(file)) problem(`the file of "${id}" does not exist: ${file}`);
	return Object.fromEntries(Object.entries(secrets).map(([id, file]) => [id, resolve(file)]));
}
// build-push/src/metadata.ts
async function writeMetadata({ images, notes }) {
	const all = [...images].map(([name, { built, why, metadata }]) => [name, {
		...built,
		why,
		buildkit: metadata
	}]);
	const file = join(await mkdtemp(join(tmpdir(), "build-push-")), "metadata.json");
	await writeFile(file, `${JSON.stringify({
		images: Object.fromEntries(all),
		notes
	}, null, 2)}\n`);
	return file;
}
// build-push/src/outputs.ts
function outputs({ images }, metadata) {
	const all = [...images].map(([name, { built }]) => [name, built]);
	const { image, digest, key, tags, reused } = (all.length === 1 ? all[0]?.[1] : void 0) ?? {};
	const only = {
		image: image ?? "",
		digest: digest ?? "",
		key: key ?? "",
		tags: tags ?? "",
		reused: reused ?? ""
	};
	return {
		images: Object.fromEntries(all),
		...only,
		metadata
	};
}
// build-push/src/registry.ts
async function openRegistry({ registry: host, credentials, options }, aws, signal) {
	if (!options.push && options.wishes?.cache !== "registry") return void 0;
	if (host && !ecrAccount(host)) {
		const login = credentials ?? await ownCredentials(host, signal);
		return ociRegistry({
			host,
			credentials: login,
			clock: systemClock,
			signal
		});
	}
	const { ECR } = await import("./chunks/client-ecr.mjs").then((n) => n.ecr_exports);
	return ecrRegistry(aws(ECR), host);
}
// build-push/src/main.ts
const runnerFolder = process.env["RUNNER_TEMP"];
if (runnerFolder) process.env["TMPDIR"] = runnerFolder;
runAction(async ({ read, aws, log, cancelled, output, summarise }) => {
	const inputs = read(parseInputs);
	const sources = await readSources(inputs, cancelled);
	const registry = sources.length > 0 ? await openRegistry(inputs, aws, cancelled) : void 0;
	const ports = {
		clock: systemClock,
		log,
		signal: cancelled,
		...registry ? { registry } : {}
	};
	const report = await buildImages(sources, inputs.options, ports);
	if (report.images.size === 0) log.info("No service was asked for: nothing was built.");
	output(outputs(report, await writeMetadata(report)));
	await summarise(imageSummary(report));
});
async function readSources({ one, services, manifest, workingDirectory }, cancelled) {
	if (one) return [await readFolderImage(one, cancelled)];
	return workspaceImages(await readSource(openRepository(workingDirectory, cancelled), manifest), services);
}
export {};
