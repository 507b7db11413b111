import { createHash, randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

/**
 * ECR for tests, in memory: AWS's API (JSON 1.1) for the real SDK and the registry's protocol (OCI distribution) for a
 * real `docker push`, on one port and over one store. Tags are immutable but for `latest`.
 * https://docs.aws.amazon.com/AmazonECR/latest/APIReference/ · https://github.com/opencontainers/distribution-spec
 */
export interface EcrDouble {
  readonly host: string;
  readonly config: { endpoint: string; region: string; credentials: { accessKeyId: string; secretAccessKey: string } };
  /** `repository:tag` → digest. */
  readonly tags: Map<string, string>;
  /** The API's calls in order: action and input. */
  readonly calls: [string, Record<string, unknown>][];
  /** Lays an image down as a push does. */
  push(repository: string, tag: string, manifest: string): string;
  close(): Promise<void>;
}

export const password = "a-password-of-the-registry";

export async function startEcrDouble(): Promise<EcrDouble> {
  const manifests = new Map<string, { text: string; type: string }>();
  const blobs = new Map<string, Buffer>();
  const uploads = new Map<string, Buffer[]>();
  const tags = new Map<string, string>();
  const calls: EcrDouble["calls"] = [];

  const push = (repository: string, tag: string, text: string) => {
    const { mediaType = dockerManifest } = JSON.parse(text) as { mediaType?: string };
    const digest = digestOf(Buffer.from(text));
    manifests.set(digest, { text, type: mediaType });
    if (!tag.startsWith("sha256:")) tags.set(`${repository}:${tag}`, digest);
    return digest;
  };

  const api: Record<string, (input: ApiInput) => object> = {
    GetAuthorizationToken: () => ({
      authorizationData: [
        { authorizationToken: Buffer.from(`AWS:${password}`).toString("base64"), proxyEndpoint: `http://${host}` },
      ],
    }),
    BatchGetImage({ repositoryName, imageIds = [] }) {
      const { imageTag: tag = "", imageDigest } = imageIds[0] ?? {};
      const digest = imageDigest ?? tags.get(`${repositoryName}:${tag}`);
      const manifest = digest && manifests.get(digest);
      if (!manifest)
        return { images: [], failures: [{ failureCode: "ImageNotFound", failureReason: "Requested image not found" }] };
      const imageId = { imageDigest: digest, imageTag: tag };
      return {
        images: [{ repositoryName, imageId, imageManifest: manifest.text, imageManifestMediaType: manifest.type }],
      };
    },
    PutImage({ repositoryName = "", imageManifest = "", imageTag = "" }) {
      const present = tags.get(`${repositoryName}:${imageTag}`);
      const digest = digestOf(Buffer.from(imageManifest));
      if (present === digest) throw new Refusal("ImageAlreadyExistsException");
      if (present && imageTag !== "latest") throw new Refusal("ImageTagAlreadyExistsException");
      push(repositoryName, imageTag, imageManifest);
      return { image: { imageId: { imageDigest: digest, imageTag } } };
    },
  };

  function answerApi(action: string, body: Buffer, response: ServerResponse): void {
    const input = JSON.parse(body.toString() || "{}") as ApiInput;
    calls.push([action, { ...input }]);
    const json = { "content-type": "application/x-amz-json-1.1" };
    try {
      const answer = api[action]?.(input);
      if (!answer) throw new Refusal("UnknownOperationException");
      response.writeHead(200, json).end(JSON.stringify(answer));
    } catch (error) {
      response.writeHead(400, json).end(JSON.stringify({ __type: (error as Refusal).code, message: "refused" }));
    }
  }

  function answerRegistry(request: IncomingMessage, body: Buffer, response: ServerResponse): void {
    const url = new URL(request.url ?? "/", `http://${host}`);
    const authorization = `Basic ${Buffer.from(`AWS:${password}`).toString("base64")}`;
    if (request.headers.authorization !== authorization)
      return void response.writeHead(401, { "www-authenticate": 'Basic realm="ecr"' }).end();
    const [, repository = "", kind = "", name = ""] = /^\/v2\/(.+)\/(manifests|blobs)\/(.*)$/.exec(url.pathname) ?? [];
    if (kind === "") return void response.writeHead(200).end();
    const put = request.method === "PUT";
    if (kind === "manifests") {
      const digest = put ? push(repository, name, body.toString()) : (tags.get(`${repository}:${name}`) ?? name);
      const found = manifests.get(digest);
      if (!found) return void response.writeHead(404).end();
      const length = put ? {} : { "content-length": Buffer.byteLength(found.text) };
      const head = { "docker-content-digest": digest, "content-type": found.type, ...length };
      return void response.writeHead(put ? 201 : 200, head).end(request.method === "GET" ? found.text : undefined);
    }
    if (!name.startsWith("uploads")) {
      const blob = blobs.get(name);
      if (!blob) return void response.writeHead(404).end();
      return void response
        .writeHead(200, { "content-length": blob.length })
        .end(request.method === "GET" ? blob : undefined);
    }
    const id = request.method === "POST" ? randomUUID() : name.slice("uploads/".length);
    const parts = [...(uploads.get(id) ?? []), body];
    uploads.set(id, parts);
    const length = parts.reduce((sum, part) => sum + part.length, 0);
    const range = `0-${Math.max(0, length - 1)}`;
    const at = { location: `/v2/${repository}/blobs/uploads/${id}`, range, "docker-upload-uuid": id };
    if (!put) return void response.writeHead(202, at).end();
    const digest = url.searchParams.get("digest") ?? "";
    blobs.set(digest, Buffer.concat(parts));
    uploads.delete(id);
    response.writeHead(201, { "docker-content-digest": digest, location: `/v2/${repository}/blobs/${digest}` }).end();
  }

  const server = createServer((request, response) => {
    void buffer(request).then((body) => {
      const target = request.headers["x-amz-target"];
      if (typeof target === "string") answerApi(target.slice(target.lastIndexOf(".") + 1), body, response);
      else answerRegistry(request, body, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  return {
    host,
    config: { endpoint: `http://${host}`, region: "ap-southeast-5", credentials },
    tags,
    calls,
    push,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface ApiInput {
  readonly repositoryName?: string;
  readonly imageIds?: { imageTag?: string; imageDigest?: string }[];
  readonly imageManifest?: string;
  readonly imageTag?: string;
}

class Refusal extends Error {
  constructor(readonly code: string) {
    super(code);
  }
}

const dockerManifest = "application/vnd.docker.distribution.manifest.v2+json";

function digestOf(content: Buffer): string {
  return `sha256:${createHash("sha256").update(content).digest("hex")}`;
}
