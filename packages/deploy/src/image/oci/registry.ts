import { createHash } from "node:crypto";
import { DeployError } from "../../error";
import { imageBytes, manifestTypes, type Registry, type StoredImage, tagTaken } from "../registry-port";
import { type Credentials, inWords, openSession, refused } from "./session";
import type { WireOptions } from "./wire";

export interface OciOptions extends WireOptions {
  readonly host: string;
  readonly credentials?: Credentials | undefined;
}

/** Docker Hub answers its API at another name than images carry. */
const dockerHub = "docker.io";

/** Any registry that speaks the OCI distribution protocol. https://github.com/opencontainers/distribution-spec */
export function ociRegistry({ host, credentials, ...options }: OciOptions): Registry {
  const session = openSession(host === dockerHub ? "registry-1.docker.io" : host, credentials, options);
  const headers = { accept: manifestTypes.join(", ") };
  const at = (reference: string) => `manifests/${reference}`;

  async function failed(repository: string, doing: string, answer: Response): Promise<DeployError> {
    const words = await inWords(answer);
    if (answer.status === 401 || answer.status === 403) return refused(host, repository, words);
    return new DeployError("registry-refused", `${host}: ${doing} failed: ${words}`);
  }

  /** What a tag names. By HEAD, which Docker Hub's limit of pulls does not count. */
  async function digestOf(repository: string, tag: string): Promise<string | undefined> {
    const answer = await session.call(repository, at(tag), { method: "HEAD", headers });
    if (answer.status === 404) return undefined;
    if (!answer.ok) throw await failed(repository, `looking for ${repository}:${tag}`, answer);
    // The header is optional; the manifest itself always tells.
    return answer.headers.get("docker-content-digest") ?? (await read(repository, tag))?.digest;
  }

  async function read(repository: string, reference: string) {
    const answer = await session.call(repository, at(reference), { headers });
    if (answer.status === 404) return undefined;
    if (!answer.ok) throw await failed(repository, `reading ${repository} ${reference}`, answer);
    const manifest = Buffer.from(await answer.arrayBuffer());
    const digest = `sha256:${createHash("sha256").update(manifest).digest("hex")}`;
    if (reference.startsWith("sha256:") && reference !== digest)
      throw new DeployError("registry-lied", `${host}: ${repository}@${reference} is in fact ${digest}`);
    if (!/"(layers|manifests)"/.test(manifest.toString()))
      throw new DeployError(
        "registry-refused",
        `${host}: what it answers for ${repository} ${reference} is no manifest of an image`,
      );
    return { digest, manifest: manifest.toString(), mediaType: answer.headers.get("content-type") ?? undefined };
  }

  return {
    logIn: () => Promise.resolve({ host, login: credentials && { host, ...credentials } }),
    async find(repository, reference): Promise<StoredImage | undefined> {
      const digest = reference.startsWith("sha256:") ? reference : await digestOf(repository, reference);
      const found = digest && (await read(repository, digest));
      if (!found) return undefined;
      const bytes = await imageBytes(found.manifest, async (child) => (await read(repository, child))?.manifest);
      return { ...found, bytes };
    },
    async tag(repository, { digest: wanted, manifest, mediaType }, { name, fixed }) {
      const tag = `${repository}:${name}`;
      const present = await digestOf(repository, name);
      if (present === wanted) return;
      if (present && fixed) throw tagTaken({ tag, fixed, present, wanted });
      const type = mediaType ?? (JSON.parse(manifest) as { mediaType?: string }).mediaType ?? manifestTypes[0]!;
      const put = { method: "PUT", headers: { "content-type": type }, body: manifest };
      const answer = await session.call(repository, at(name), put);
      if (answer.ok) return;
      const failure = await failed(repository, `tagging ${tag}`, answer);
      // A registry may hold tags fast by itself, and each words that in its own way.
      const now = await digestOf(repository, name);
      if (now === wanted) return;
      throw now ? tagTaken({ tag, fixed, present: now, wanted, cause: failure }) : failure;
    },
  };
}
