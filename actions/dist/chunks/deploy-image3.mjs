import { __exportAll } from "./rolldown-runtime.mjs";
import { shortName } from "./deploy-base3.mjs";
import { DeployError } from "./deploy-base.mjs";
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
var spare_exports = __exportAll({
	releasedTag: () => releasedTag,
	tagInEcr: () => tagInEcr
});
const ecrHost = /^(?<account>\d{12})\.dkr[.-]ecr(-fips)?\./;
function ecrAccount(host) {
	return ecrHost.exec(host)?.groups?.["account"];
}
function releasedTag(environment, revision) {
	return `released-${shortName(environment)}-${revision}`;
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
export { ecrAccount, ecrLogin, findImage, imageBytes, manifestTypes, spare_exports, tagImage, tagTaken };
