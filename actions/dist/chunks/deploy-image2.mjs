import { __toESM } from "./rolldown-runtime.mjs";
import { DeployError, describeError } from "./deploy-base.mjs";
import { absolute, decodePath, encodePath, openRepository, resolveCommit, splitNul } from "./deploy-git.mjs";
import { commitTree, workingTree } from "./deploy-git2.mjs";
import { changedFiles } from "./deploy-git3.mjs";
import { logIn, pinnedContexts, repositoryOf as repositoryOf$1, resolveDigest, withDocker } from "./deploy-image.mjs";
import { ecrAccount, ecrLogin, findImage, tagImage } from "./deploy-image3.mjs";
import { imageInputs, readSnapshot } from "./deploy-content.mjs";
import { pickServices } from "./deploy-manifest.mjs";
import { affectedServices } from "./deploy-affected2.mjs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { chmod, lstat, mkdir, mkdtemp, readFile, readdir, readlink, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { createHash } from "node:crypto";
// ../packages/deploy/src/image/build-command.ts
function buildCommand(builder, build, output) {
	const buildArgs = {
		...build.buildArgs,
		RELEASE: build.key
	};
	const labels = {
		...build.labels,
		"org.cashsouk.key": build.key
	};
	return [
		...builder.kind === "buildx" ? buildxOptions(builder, build, output) : ["build"],
		...[
			"--progress",
			"plain",
			"--platform",
			build.platforms.join(","),
			"--file",
			build.dockerfile
		],
		...output.kind === "load" ? ["--tag", build.image] : [],
		...build.target ? ["--target", build.target] : [],
		...build.network ? ["--network", build.network] : [],
		...options("--label", labels),
		...options("--build-arg", buildArgs),
		...Object.entries(build.secrets).flatMap(([id, file]) => ["--secret", `id=${id},src=${file}`]),
		...cacheOptions(builder, build),
		build.context
	];
}
function buildxOptions(builder, { image, means, network, baseImages }, { kind, metadataFile }) {
	const compression = means.compression ? `,compression=${means.compression},force-compression=true` : "";
	const pushed = `type=image,name=${repositoryOf$1(image)},push=true,push-by-digest=true,name-canonical=true,oci-mediatypes=true${compression}`;
	return [
		"buildx",
		"build",
		...kind === "push" ? ["--output", pushed] : ["--load"],
		...[`--provenance=${means.provenance}`, `--sbom=${means.sbom}`],
		...metadataFile ? ["--metadata-file", metadataFile] : [],
		...network === "host" ? ["--allow", "network.host"] : [],
		...isPinned(builder) ? pinnedContexts(baseImages).flatMap((context) => ["--build-context", context]) : []
	];
}
function cacheOptions(builder, { means, cache }) {
	if (means.cache === "none") return [];
	if (means.cache === "registry") {
		const ignore = means.cacheMayFail ? ",ignore-error=true" : "";
		const to = `type=registry,ref=${cache.registry},mode=max,image-manifest=true,oci-mediatypes=true${ignore}`;
		return [
			"--cache-from",
			`type=registry,ref=${cache.registry}`,
			...cache.write ? ["--cache-to", to] : []
		];
	}
	const write = builder.kind === "buildx" ? ["--cache-to", "type=inline"] : ["--build-arg", "BUILDKIT_INLINE_CACHE=1"];
	const from = builder.kind === "buildx" ? `type=registry,ref=${cache.inline}` : cache.inline;
	return [...cache.inline ? ["--cache-from", from] : [], ...cache.write ? write : []];
}
function options(name, values) {
	return Object.entries(values).flatMap(([key, value]) => [name, `${key}=${value}`]);
}
function isPinned(builder) {
	return builder.full && builder.driver !== "docker";
}
// ../packages/deploy/src/image/build.ts
const buildLimitMs = 36e5;
const pushLimitMs = 18e5;
const refusedPush = /^(#\d+ )?ERROR: .*failed to push/;
async function buildImage(docker, build) {
	return withMetadata(docker, async (metadata) => {
		await watched(docker, buildCommand(docker.builder, build, {
			kind: "load",
			...metadata
		}), {
			onLine: build.onLine,
			limitMs: buildLimitMs,
			failure: (why, output) => buildFailed(build, why, output)
		});
	});
}
async function buildAndPush(docker, build) {
	return withMetadata(docker, async (metadata) => {
		await watched(docker, buildCommand(docker.builder, build, {
			kind: "push",
			...metadata
		}), {
			onLine: build.onLine,
			limitMs: 54e5,
			failure: (why, output) => output.some((line) => refusedPush.test(line)) ? pushFailed(build, why, output) : buildFailed(build, why, output)
		});
	});
}
async function pushImage(docker, build) {
	const output = await watched(docker, ["push", build.image], {
		onLine: build.onLine,
		limitMs: pushLimitMs,
		failure: (why, lines) => pushFailed(build, why, lines)
	});
	const digest = /digest: (sha256:[0-9a-f]{64})/.exec(output.join("\n"))?.[1];
	if (digest) return digest;
	throw new DeployError("push-failed", `${build.service}: docker push of ${build.image} named no digest`);
}
function isLoginRefused(error) {
	return error instanceof DeployError && error.code === "push-failed" && /denied|unauthorized|authentication required|no basic auth|token has expired|\b40[13]\b/i.test(error.message);
}
function buildFailed({ service }, why, output) {
	return new DeployError("build-failed", `${service}: the build failed: ${why}\n${tailOf(output)}`);
}
function pushFailed({ service, image }, why, output) {
	const text = `${service}: the image was built, but pushing ${image} failed: ${why}\n${tailOf(output)}`;
	return new DeployError("push-failed", text);
}
function tailOf(output) {
	return output.slice(-30).join("\n") || "docker printed nothing";
}
async function withMetadata(docker, body) {
	if (docker.builder.kind === "buildkit") return body({}).then(() => void 0);
	const folder = await mkdtemp(join(tmpdir(), "build-metadata-"));
	try {
		const metadataFile = join(folder, "metadata.json");
		await body({ metadataFile });
		return JSON.parse(await readFile(metadataFile, "utf8"));
	} finally {
		await rm(folder, {
			recursive: true,
			force: true
		});
	}
}
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
	if (code === 0) return lines;
	throw failure(timedOut ? `it took longer than ${limitMs / 6e4} minutes` : `exit code ${code ?? "none (killed)"}`, lines);
}
// ../packages/deploy/src/image/tags.ts
function keyTag(key) {
	return `key-${key}`;
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
// ../packages/deploy/src/image/local-store.ts
const quickMs = 3e4;
function localStore(docker) {
	const name = (repository, tag) => `${repository}:${tag}`;
	async function find(repository, key) {
		const reference = name(repository, keyTag(key));
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
			tag: (tag) => tagImage(reference, name(repository, tag.name))
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
		async produce(repository, build) {
			const metadata = await buildImage(docker, build);
			const image = await find(repository, build.key);
			if (image) return {
				image,
				taken: false,
				metadata
			};
			throw new DeployError("build-lost", `${build.service}: the build ended well, but the engine has no ${build.image}`);
		}
	};
}
// ../packages/deploy/src/image/parallel.ts
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
function externalImages(dockerfile, buildArgs) {
	const args = new Map();
	const stages = new Set(["scratch"]);
	const found = new Set();
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
const form = "cashsouk-image-2";
function contentKey(parts) {
	const all = [
		[form],
		["platform", ...[...parts.platforms].sort()],
		[
			"dockerfile",
			parts.dockerfile.name,
			contentHash(parts.dockerfile.text)
		],
		...parts.target ? [["target", parts.target]] : [],
		...records("arg", parts.buildArgs),
		...records("base", Object.fromEntries(parts.baseImages)),
		...records("label", parts.labels),
		...records("making", parts.making),
		...[...parts.files].sort(byPath).map(({ path, mode, hash }) => [
			"file",
			mode,
			encodePath(path),
			hash
		])
	];
	const sha = createHash("sha256");
	for (const record of all) {
		for (const field of record) sha.update(field).update("\0");
		sha.update("\n");
	}
	return sha.digest("hex");
}
function contentHash(content) {
	return createHash("sha256").update(content).digest("hex");
}
function records(kind, values) {
	return Object.entries(values).sort(([a], [b]) => a < b ? -1 : 1).map(([name, value]) => [
		kind,
		name,
		value
	]);
}
function byPath(a, b) {
	return a.path < b.path ? -1 : 1;
}
// ../packages/deploy/src/image/prepare-image.ts
async function withPreparedImage({ platforms, digestOf, labels, making, ...given }, source, body) {
	const folder = await mkdtemp(join(tmpdir(), "context-"));
	try {
		const laid = await source.lay(folder);
		const { files, dockerfile } = laid;
		const buildArgs = {
			...source.buildArgs,
			...given.buildArgs
		};
		const baseImages = new Map();
		for (const reference of externalImages(dockerfile.text, buildArgs)) baseImages.set(reference, await digestOf(reference));
		const { target } = source;
		const key = contentKey({
			files,
			dockerfile,
			target,
			buildArgs,
			baseImages,
			platforms,
			labels,
			making
		});
		return await body({
			...laid,
			buildArgs,
			baseImages,
			key
		});
	} finally {
		await rm(folder, {
			recursive: true,
			force: true
		});
	}
}
// ../packages/deploy/src/image/registry-store.ts
async function registryStore(docker, registry) {
	const first = await registry.logIn();
	const { host } = first;
	let session;
	const enter = async ({ login }) => {
		if (login) await logIn(docker, login);
	};
	const open = () => session ??= enter(first);
	const name = (repository, tag) => `${host}/${repository}:${tag}`;
	const kept = (repository, stored) => ({
		reference: `${host}/${repository}@${stored.digest}`,
		digest: stored.digest,
		bytes: stored.bytes,
		tag: (tag) => registry.tag(repository, stored, tag)
	});
	const find = (repository, key) => registry.find(repository, keyTag(key));
	async function pushing(build, push) {
		try {
			return await push();
		} catch (error) {
			if (!isLoginRefused(error)) throw error;
			build.onLine("the registry refused the login; asking for a new one and pushing once more");
			await (session = enter(await registry.logIn()));
			return push();
		}
	}
	async function viaEngine(repository, build) {
		const metadata = await buildImage(docker, build);
		const present = await find(repository, build.key);
		if (present) return { taken: present };
		try {
			return {
				digest: await pushing(build, () => pushImage(docker, build)),
				metadata
			};
		} catch (error) {
			const other = error instanceof DeployError && error.code === "push-failed" ? await find(repository, build.key) : void 0;
			if (other) return { taken: other };
			throw error;
		}
	}
	async function viaBuilder(repository, build) {
		const metadata = await pushing(build, () => buildAndPush(docker, build));
		const digest = metadata?.["containerimage.digest"];
		if (typeof digest !== "string") throw new DeployError("push-failed", `${build.service}: buildx pushed ${build.image} and named no digest`);
		const pushed = await registry.find(repository, digest);
		if (!pushed) throw unconfirmed(build, digest, void 0);
		try {
			await registry.tag(repository, pushed, {
				name: keyTag(build.key),
				fixed: true
			});
		} catch (error) {
			const other = error instanceof DeployError && error.code === "tag-taken" && await find(repository, build.key);
			if (other) return { taken: other };
			throw error;
		}
		return {
			digest,
			metadata
		};
	}
	return {
		open,
		name,
		async find(repository, key) {
			const stored = await find(repository, key);
			return stored && kept(repository, stored);
		},
		async produce(repository, build) {
			await open();
			const outcome = await (docker.builder.full ? viaBuilder : viaEngine)(repository, build);
			if ("taken" in outcome) {
				build.onLine(`the registry holds this key already as ${outcome.taken.digest}; that image is taken`);
				return {
					image: kept(repository, outcome.taken),
					taken: true
				};
			}
			const { digest, metadata } = outcome;
			const stored = await find(repository, build.key);
			if (stored?.digest !== digest) throw unconfirmed(build, digest, stored);
			return {
				image: kept(repository, stored),
				taken: false,
				metadata
			};
		}
	};
}
function unconfirmed({ service, image }, digest, stored) {
	const answer = stored?.digest ?? "nothing";
	return new DeployError("push-unconfirmed", `${service}: ${digest} was pushed, but the registry answers ${answer} for ${image}`);
}
// ../packages/deploy/src/image/wishes.ts
function meansFor(wishes, { builder, push }) {
	const { platforms = [], cache, compression, provenance, sbom } = wishes;
	const pushing = builder.full && push;
	const problems = [];
	const refuse = (name, what) => problems.push(builder.full ? `${name}: ${what} goes with \`push: true\` alone: an engine can't keep it` : `${name}: ${what} can't be made by ${builder.title}`);
	if (platforms.length > 1 && !pushing) refuse("platforms", `an image for ${platforms.join(" and ")}`);
	if (compression && compression !== "gzip" && !pushing) refuse("compression", `an image compressed by ${compression}`);
	if (isAsked(provenance) && !pushing) refuse("provenance", "a provenance attestation");
	if (isAsked(sbom) && !pushing) refuse("sbom", "an SBOM attestation");
	if (cache === "registry" && !builder.full) refuse("cache", "a cache in the registry");
	if (problems.length > 0) throw new DeployError("builder-cannot", problems.join("\n"), builder.full ? void 0 : "Run docker/setup-buildx-action before this step: its builder can.");
	const notes = push && !builder.full ? [...provenance === void 0 ? [`No provenance: ${builder.title} makes no attestations.`] : [], ...cache === void 0 ? [`Inline cache instead of the registry's: ${builder.title} has no other.`] : []] : [];
	return {
		cache: cache ?? (push ? builder.full ? "registry" : "inline" : "none"),
		cacheMayFail: cache === void 0,
		...compression ? { compression } : {},
		provenance: pushing ? provenance ?? "true" : "false",
		sbom: pushing ? sbom ?? "false" : "false",
		notes
	};
}
function keyedWishes({ compression, provenance, sbom }) {
	return {
		...compression && compression !== "gzip" ? { compression } : {},
		...isAsked(provenance) ? { provenance } : {},
		...isAsked(sbom) ? { sbom } : {}
	};
}
function isAsked(attestation) {
	return attestation !== void 0 && attestation !== "false";
}
// ../packages/deploy/src/image/build-images.ts
async function buildImages(sources, options, ports) {
	let notes = [];
	const images = await forEachImage(sources, options, ports, {
		digestOf: resolveDigest,
		begin: (job) => notes = job.means.notes,
		work: produce
	});
	if (![...images.values()].some(({ built }) => !built.reused)) notes = [];
	for (const note of notes) ports.log.info(note);
	return {
		images,
		notes
	};
}
async function forEachImage(sources, options, ports, { digestOf, begin, work }) {
	if (sources.length === 0) return new Map();
	return withDocker(ports.signal, async (docker) => {
		const { wishes = {}, buildArgs, labels = {} } = options;
		const remote = ports.registry && await registryStore(docker, ports.registry);
		const pushed = options.push === false ? void 0 : remote;
		const means = meansFor(wishes, {
			builder: docker.builder,
			push: pushed !== void 0
		});
		if (remote && !pushed) await remote.open();
		const job = {
			platforms: wishes.platforms?.length ? wishes.platforms : [docker.platform],
			buildArgs,
			labels,
			making: keyedWishes(wishes),
			digestOf: onceEach((reference) => digestOf(docker, reference)),
			docker,
			store: pushed ?? localStore(docker),
			remote,
			pushes: pushed !== void 0,
			means,
			options,
			ports
		};
		begin?.(job);
		const { results, failures } = await inParallel(sources, options.parallel, (source) => work(job, source));
		if (failures.length > 0) throw oneFailure(failures);
		return new Map(results.map((result, index) => [sources[index].name, result]));
	});
}
async function produce(job, source) {
	const { clock, log } = job.ports;
	const startedAt = clock.now();
	const seconds = () => Math.round((clock.now() - startedAt) / 100) / 10;
	const say = (line) => log.info(`${source.name} ${seconds().toFixed(1)} s: ${line}`);
	const report = await withPreparedImage(job, source, (prepared) => produceFrom(job, source, prepared, say));
	const { image, reused, tags } = report.built;
	say(`${reused ? "reused" : job.pushes ? "pushed" : "built"} ${image}, tagged ${tags.join(", ")}`);
	return {
		...report,
		built: {
			...report.built,
			seconds: seconds()
		}
	};
}
async function produceFrom(job, source, prepared, say) {
	const { store, options } = job;
	const { key, files, buildArgs, baseImages } = prepared;
	const { dirty } = source;
	const covered = {
		buildArgs,
		baseImages: Object.fromEntries(baseImages)
	};
	const repository = repositoryOf(options, source);
	const tags = fillTags(options.tags, {
		commit: source.commit,
		dirty,
		key
	});
	say(`${files.length} files, key ${key.slice(0, 12)}${dirty ? ", differs from the commit" : ""}`);
	const held = options.reuse ? await store.find(repository, key) : void 0;
	const made = held ? void 0 : await store.produce(repository, describeBuild(job, source, prepared, say));
	const image = held ?? made.image;
	for (const tag of tags) await image.tag(tag);
	const { reference, digest, bytes } = image;
	const names = [...tags.map(({ name }) => name), keyTag(key)];
	const reused = held !== void 0 || made.taken;
	return {
		built: {
			image: reference,
			digest,
			key,
			dirty,
			...covered,
			tags: names,
			reused,
			bytes,
			seconds: 0
		},
		why: why(job, {
			held: held !== void 0,
			taken: made?.taken ?? false
		}),
		metadata: made?.metadata
	};
}
function why({ pushes, options }, { held, taken }) {
	const place = pushes ? "the registry" : "the engine";
	if (held) return `${place} holds this content`;
	if (taken) return `${place} held this content by the time of the push`;
	return options.reuse ? `new content: ${place} has no such key` : "`reuse` is off";
}
function describeBuild({ store, remote = store, pushes, options, platforms, labels, means }, source, { key, context, dockerfile, buildArgs, baseImages }, onLine) {
	const repository = repositoryOf(options, source);
	const moving = movingTag(options.tags);
	return {
		service: source.name,
		context,
		dockerfile: dockerfile.path,
		target: source.target,
		image: store.name(repository, keyTag(key)),
		key,
		buildArgs,
		baseImages,
		labels,
		platforms,
		secrets: options.secrets,
		network: options.network,
		means,
		cache: {
			registry: remote.name(cacheRepository(options), source.name),
			inline: moving && remote.name(repository, moving),
			write: pushes
		},
		onLine
	};
}
function repositoryOf({ repository }, { name }) {
	return repository.replaceAll("{service}", name);
}
function cacheRepository({ cacheRepository: given, repository }) {
	if (given) return given;
	return repository.includes("{service}") ? repository.replaceAll("{service}", "cache") : `${repository}-cache`;
}
function onceEach(act) {
	const known = new Map();
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
// ../packages/deploy/src/image/ecr-registry.ts
function ecrRegistry(ecr, host) {
	const registryId = host && ecrAccount(host);
	const named = (repositoryName) => ({
		repositoryName,
		...registryId ? { registryId } : {}
	});
	return {
		async logIn() {
			const given = await ecrLogin(ecr);
			const login = {
				...given,
				host: host ?? given.host
			};
			return {
				host: login.host,
				login
			};
		},
		find: (repository, reference) => findImage(ecr, named(repository), reference.startsWith("sha256:") ? { imageDigest: reference } : { imageTag: reference }),
		tag: (repository, image, { name }) => tagImage(ecr, named(repository), image, name)
	};
}
// ../packages/deploy/src/image/stage.ts
async function stageContext(repository, { files, generated }, folder) {
	const staged = [];
	for (const path of await withSubmoduleFiles(repository, [...files.keys()])) staged.push(await stageFile({
		from: absolute(repository, path),
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
async function stageFile({ from, path, folder }) {
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
// ../packages/deploy/src/image/folder-image.ts
async function readFolderImage(image, signal) {
	const context = resolve(image.context);
	const file = image.file === void 0 ? join(context, "Dockerfile") : resolve(image.file);
	const repository = openRepository(context, signal);
	const commit = await resolveCommit(repository, "HEAD");
	if (!commit) throw new DeployError("no-commit", `the repository in ${context} has no commit yet`);
	const excludes = await readExcludes(context, file);
	const inputs = await listFiles(context, excludes);
	const status = await repository.git([
		"status",
		"--porcelain",
		"-z",
		"--no-renames",
		"--untracked-files=all",
		"--",
		"."
	]);
	const prefix = (await repository.git(["rev-parse", "--show-prefix"])).toString().trim();
	const changed = splitNul(status).map((entry) => decodePath(entry.subarray(3)).slice(prefix.length));
	const dirty = relative(context, file).startsWith("..") && (await repository.git([
		"status",
		"--porcelain",
		"--",
		file
	])).length > 0 || changed.some((path) => !excludes.ignores(path) || resolve(context, path) === file);
	return {
		name: image.name,
		commit,
		dirty,
		buildArgs: {},
		target: image.target,
		lay: (folder) => lay$1({
			context,
			file,
			inputs
		}, folder)
	};
}
async function lay$1({ context, file, inputs }, folder) {
	const [inside, beside] = [join(folder, "context"), join(folder, "dockerfile")];
	await mkdir(inside);
	await mkdir(beside);
	const files = [];
	for (const path of inputs) files.push(await stageFile({
		from: encodePath(join(context, path)),
		path,
		folder: inside
	}));
	const text = await readFile(file, "utf8");
	const path = join(beside, basename(file));
	await writeFile(path, text);
	await writeFile(`${path}.dockerignore`, "# everything here is an input\n");
	return {
		context: inside,
		files,
		dockerfile: {
			path,
			name: relative(context, file),
			text
		}
	};
}
async function readExcludes(context, file) {
	const read = (path) => readFile(path, "utf8").catch(() => void 0);
	if (await read(file) === void 0) throw new DeployError("no-dockerfile", `file: ${file} does not exist, or is not a file`);
	const lines = (await read(`${file}.dockerignore`) ?? await read(join(context, ".dockerignore")) ?? "").replace(/^\uFEFF/, "").split(/\r?\n/);
	const { default: ignore } = await import("./balena-dockerignore.mjs").then((n) => __toESM(n.require_ignore()));
	const list = ignore().add(lines.filter((line) => !line.startsWith("#")));
	return {
		ignores: (path) => list.ignores(path),
		hasExceptions: lines.some((line) => line.trimStart().startsWith("!"))
	};
}
async function listFiles(context, { ignores, hasExceptions }) {
	const found = [];
	const walk = async (folder) => {
		const at = encodePath(join(context, folder));
		for (const name of (await readdir(at, { encoding: "buffer" })).map(decodePath)) {
			if (name === ".git") continue;
			const path = folder ? `${folder}/${name}` : name;
			const isFolder = (await lstat(encodePath(join(context, path)))).isDirectory();
			const ignored = ignores(path);
			if (isFolder && (!ignored || hasExceptions)) await walk(path);
			if (!isFolder && !ignored) found.push(path);
		}
	};
	if (!(await lstat(context)).isDirectory()) throw new DeployError("no-context", `context: ${context} is not a folder`);
	await walk("");
	return found.sort();
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
		dirty: new Set()
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
// ../packages/deploy/src/image/workspace-images.ts
function workspaceImages(source, names) {
	const { manifest } = source.snapshot;
	return (names ? pickServices(manifest, names) : manifest.services).map((service) => ({
		name: service.name,
		commit: source.commit,
		dirty: source.dirty.has(service.name),
		buildArgs: service.buildArgs,
		lay: (folder) => lay(source, service, folder)
	}));
}
async function lay({ repository, snapshot }, service, folder) {
	const { dockerfile: name } = service;
	const inputs = imageInputs(snapshot, service);
	if (!inputs.files.has(name)) throw new DeployError("no-dockerfile", `${service.name}: its Dockerfile ${name} does not exist`);
	const files = await stageContext(repository, inputs, folder);
	const path = join(folder, name);
	return {
		context: folder,
		files,
		dockerfile: {
			path,
			name,
			text: await readFile(path, "utf8")
		}
	};
}
// ../packages/deploy/src/image/summary.ts
function imageSummary({ images, notes }) {
	if (images.size === 0) return "### Images\n\nNo service was asked for: nothing was built.\n";
	const built = [...images.values()].filter(({ built: { reused } }) => !reused).length;
	const head = [
		"Image",
		"Built?",
		"Why",
		"Size",
		"Time",
		"Digest",
		"Key",
		"Tags"
	];
	const rows = [
		head,
		head.map(() => "---"),
		...[...images].map(([name, report]) => cells(name, report))
	];
	return [
		`### Images: ${built} built, ${images.size - built} reused`,
		"",
		...rows.map((row) => `| ${row.join(" | ")} |`),
		"",
		...notes.flatMap((note) => [`> ${note}`, ""])
	].join("\n");
}
function cells(name, { built, why }) {
	const { reused, dirty, bytes, seconds, digest, key, tags } = built;
	return [
		name,
		`${reused ? "reused" : "**built**"}${dirty ? ", uncommitted changes" : ""}`,
		why,
		`${(bytes / 1e6).toFixed(1)} MB`,
		`${seconds.toFixed(1)} s`,
		`\`${digest.slice(0, 19)}\``,
		`\`${key.slice(0, 12)}\``,
		tags.filter((tag) => tag !== `key-${key}`).join(", ")
	];
}
export { buildImages, defaultTags, ecrRegistry, imageSummary, readFolderImage, readSource, workspaceImages };
