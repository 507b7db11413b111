import { awsClient, inputReader, systemClock } from "./chunks/deploy-base.mjs";
import { openRepository } from "./chunks/deploy-git.mjs";
import { buildImages, defaultTags, imageSummary, readSource } from "./chunks/deploy-image.mjs";
import { runAction } from "./chunks/roof.mjs";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
// build-push/src/inputs.ts
function parseInputs(raw) {
	const read = inputReader(raw);
	const services = read.list("services");
	const registry = read.optional("registry");
	const repository = read.optional("repository") ?? "{service}";
	const network = read.optional("network");
	const tags = read.list("tags");
	const inputs = {
		...read.optional("services") ? { services } : {},
		...registry ? { registry } : {},
		...network ? { network } : {},
		repository,
		tags: tags.length > 0 ? tags : defaultTags,
		buildArgs: read.map("build-args"),
		secrets: readSecrets(read.map("secrets"), (text) => read.problem("secrets", text)),
		parallel: read.wholeNumber("parallel", 2, {
			min: 1,
			max: 16
		}),
		reuse: read.flag("reuse", true),
		manifest: read.optional("manifest"),
		workingDirectory: read.optional("working-directory") ?? "."
	};
	if (registry && !/^[\w.-]+(:\d+)?$/.test(registry)) read.problem("registry", `want a host, without a scheme or path, got "${registry}"`);
	if (!/^[a-z0-9{][a-z0-9{}._/-]*$/.test(repository)) read.problem("repository", `want a repository's name with {service} in it, got "${repository}"`);
	if (inputs.buildArgs["RELEASE"]) read.problem("build-args", "RELEASE is set by this action: it is the content key");
	read.done();
	return inputs;
}
/** Files as absolute paths, since docker is started elsewhere. Only paths travel; contents are docker's to read. */
function readSecrets(secrets, problem) {
	for (const [id, file] of Object.entries(secrets)) if (file.includes(",") || id.includes(",")) problem(`want id=file without commas, got "${id}"`);
	else if (!existsSync(file)) problem(`the file of "${id}" does not exist: ${file}`);
	return Object.fromEntries(Object.entries(secrets).map(([id, file]) => [id, resolve(file)]));
}
// build-push/src/outputs.ts
function outputs(images) {
	return { images: Object.fromEntries(images) };
}
// build-push/src/main.ts
runAction(async ({ input, log, cancelled, output, summarise }) => {
	const { workingDirectory, manifest, ...options } = parseInputs(input);
	const { ECR } = await import("./chunks/client-ecr.mjs").then((n) => n.dist_es_exports);
	const ecr = awsClient(ECR);
	const source = await readSource(openRepository(workingDirectory, cancelled), manifest);
	const images = await buildImages(source, options, {
		ecr,
		clock: systemClock,
		log,
		signal: cancelled
	});
	if (images.size === 0) log.info("No service was asked for: nothing was built.");
	output(outputs(images));
	await summarise(imageSummary(images));
});
export {};
