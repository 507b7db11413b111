import { makeTestClock } from "@cashsouk/testing/test-clock";
import { afterEach, describe, expect, test } from "@jest/globals";
import { createHash } from "node:crypto";
import type { StoredImage } from "../registry-port";
import { ociRegistry } from "./registry";
import { type RegistryAnswer, type RegistryCall, startRegistry } from "./registry-double";
import type { Credentials } from "./session";

let server: Awaited<ReturnType<typeof startRegistry>> | undefined;
afterEach(() => server?.close());

const clock = makeTestClock();
const mediaType = "application/vnd.oci.image.manifest.v1+json";
const digestOf = (text: string) => `sha256:${createHash("sha256").update(text).digest("hex")}`;
const manifest = JSON.stringify({ schemaVersion: 2, mediaType, config: { size: 10 }, layers: [{ size: 100 }] });
const digest = digestOf(manifest);
const other = `sha256:${"0".repeat(64)}`;
const image: StoredImage = { digest, manifest, mediaType, bytes: 110 };

async function open(answer: (call: RegistryCall) => RegistryAnswer, credentials?: Credentials) {
  server = await startRegistry(answer);
  return ociRegistry({ host: server.host, credentials, clock });
}
const head = (of: string): RegistryAnswer => ({ headers: { "docker-content-digest": of } });
const whole: RegistryAnswer = { headers: { "content-type": mediaType }, body: manifest };
const missing: RegistryAnswer = { status: 404, body: '{"errors":[{"code":"MANIFEST_UNKNOWN"}]}' };
const holding = ({ method }: RegistryCall) => (method === "HEAD" ? head(digest) : whole);

describe("finding an image", () => {
  test("asks by HEAD, which no limit of pulls counts, and reads the manifest by its digest", async () => {
    expect(await (await open(holding)).find("team/api", "t")).toEqual(image);
    expect(server?.asked()).toEqual(["HEAD /v2/team/api/manifests/t", `GET /v2/team/api/manifests/${digest}`]);
  });

  test("takes the digest of the manifest itself where the registry names none", async () => {
    expect((await (await open(({ method }) => (method === "HEAD" ? {} : whole))).find("r", "t"))?.digest).toBe(digest);
  });

  test("that is not there gives none, and reads nothing", async () => {
    expect(await (await open(() => missing)).find("r", "t")).toBeUndefined();
    expect(server?.calls).toHaveLength(1);
  });

  test("sums an index up by its images, attestations aside", async () => {
    const attestation = { digest: other, annotations: { "vnd.docker.reference.type": "attestation-manifest" } };
    const index = JSON.stringify({ manifests: [{ digest }, attestation] });
    const registry = await open(({ method, path }) =>
      method === "HEAD" ? head(digestOf(index)) : path.endsWith(digest) ? whole : { body: index },
    );
    expect(await registry.find("r", "t")).toMatchObject({ digest: digestOf(index), bytes: 110 });
    expect(server?.asked()).not.toContain(`GET /v2/r/manifests/${other}`);
  });

  test("is an error where an index is left without an image of it, as a clean-up of what has no tag leaves it", async () => {
    const index = JSON.stringify({ manifests: [{ digest: other }] });
    const registry = await open(({ method, path }) =>
      method === "HEAD" ? head(digestOf(index)) : path.endsWith(other) ? missing : { body: index },
    );
    await expect(registry.find("r", "t")).rejects.toThrow(`an index without its image ${other}`);
  });

  test.each(["<html>Sign in</html>", '{"status":"ok"}'])("is an error where %s is no manifest", async (body) => {
    const registry = await open(() => ({ body }));
    await expect(registry.find("r", "t")).rejects.toThrow("what it answers for r t is no manifest of an image");
  });

  test("is an error where the manifest is not what its digest says", async () => {
    const registry = await open(({ method }) => (method === "HEAD" ? head(other) : whole));
    await expect(registry.find("r", "t")).rejects.toThrow(`r@${other} is in fact ${digest}`);
  });
});

describe("tagging an image", () => {
  const moving = { name: "latest", fixed: false };
  const fixed = { name: "c0ffee", fixed: true };

  test("that carries the tag already changes nothing", async () => {
    await (await open(holding)).tag("r", image, fixed);
    expect(server?.asked()).toEqual(["HEAD /v2/r/manifests/c0ffee"]);
  });

  test("puts its own manifest, byte by byte", async () => {
    await (await open(({ method }) => (method === "HEAD" ? missing : { status: 201 }))).tag("r", image, fixed);
    expect(server?.calls.at(-1)).toMatchObject({ method: "PUT", path: "/v2/r/manifests/c0ffee", body: manifest });
  });

  test("moves a tag that may move", async () => {
    await (await open(({ method }) => (method === "HEAD" ? head(other) : { status: 201 }))).tag("r", image, moving);
    expect(server?.asked().at(-1)).toBe("PUT /v2/r/manifests/latest");
  });

  test("never moves a commit's tag, though this registry would let it, and names both digests", async () => {
    const registry = await open(({ method }) => (method === "HEAD" ? head(other) : { status: 201 }));
    await expect(registry.tag("r", image, fixed)).rejects.toThrow(
      `r:c0ffee already names other content (${other}, not ${digest}), and its tags can't move`,
    );
    expect(server?.asked()).toEqual(["HEAD /v2/r/manifests/c0ffee"]);
  });

  test("is fine where the registry refuses to move what another run set to the same image meanwhile", async () => {
    let heads = 0;
    const refusal: RegistryAnswer = { status: 400, body: '{"errors":[{"code":"TAG_INVALID","message":"immutable"}]}' };
    const registry = await open(({ method }) => (method !== "HEAD" ? refusal : heads++ === 0 ? missing : head(digest)));
    await registry.tag("r", image, fixed);
  });

  test("that a registry of immutable tags refuses is an error that names both digests", async () => {
    const registry = await open(({ method }) => (method === "HEAD" ? head(other) : { status: 409 }));
    await expect(registry.tag("r", image, moving)).rejects.toThrow(`(${other}, not ${digest})`);
  });

  test("that is refused otherwise is told in the registry's words", async () => {
    const denied: RegistryAnswer = { status: 403, body: '{"errors":[{"code":"DENIED","message":"no push for you"}]}' };
    const registry = await open(({ method }) => (method === "HEAD" ? missing : denied));
    await expect(registry.tag("r", image, moving)).rejects.toThrow(
      `${server?.host} refuses access to r: HTTP 403, DENIED: no push for you`,
    );
  });
});

describe("logging in", () => {
  const credentials = { user: "me", password: "pa:ss" };
  const basic = `Basic ${Buffer.from("me:pa:ss").toString("base64")}`;
  const bearer = (realm: string) => ({
    status: 401,
    headers: { "www-authenticate": `Bearer realm="${realm}",service="reg",scope="repository:r:pull"` },
  });
  const realm = () => `http://${server?.host}/token`;
  /** Tokens are good for so many calls. */
  const guarded = (callsAToken: number) => {
    let [token, left] = [0, 0];
    return (call: RegistryCall): RegistryAnswer => {
      if (call.path.startsWith("/token")) {
        left = callsAToken;
        return { body: JSON.stringify({ token: `t${++token}` }) };
      }
      if (call.authorization !== `Bearer t${token}` || left-- <= 0) return bearer(realm());
      return holding(call);
    };
  };

  test("fetches the token that the registry asks for, with the login, once for several calls", async () => {
    expect(await (await open(guarded(9), credentials)).find("r", "t")).toEqual(image);
    expect(server?.calls.map(({ path, authorization }) => [path, authorization])).toEqual([
      ["/v2/r/manifests/t", undefined],
      ["/token?service=reg&scope=repository%3Ar%3Apull%2Cpush", basic],
      ["/v2/r/manifests/t", "Bearer t1"],
      [`/v2/r/manifests/${digest}`, "Bearer t1"],
    ]);
  });

  test("asks for another token where one has run out", async () => {
    expect(await (await open(guarded(1), credentials)).find("r", "t")).toEqual(image);
    expect(server?.asked().filter((call) => call.startsWith("GET /token"))).toHaveLength(2);
  });

  test("goes without a login to a registry that gives anybody a token", async () => {
    await (await open(guarded(9))).find("r", "t");
    expect(server?.calls[1]?.authorization).toBeUndefined();
  });

  test("is not repeated where the registry refuses the new token as well", async () => {
    const registry = await open(guarded(0), credentials);
    await expect(registry.find("r", "t")).rejects.toThrow(`${server?.host} refuses access to r: HTTP 401`);
    expect(server?.calls).toHaveLength(3);
  });

  test.each([
    ["a page", "<html>Sign in</html>"],
    ["nothing", ""],
    ["null", "null"],
    ["no text", '{"token":{"value":"t1"}}'],
  ])("is refused in one sentence where the token's server answers %s", async (_what, body) => {
    const registry = await open((call) => (call.path.startsWith("/token") ? { body } : bearer(realm())), credentials);
    await expect(registry.find("r", "t")).rejects.toMatchObject({
      code: "registry-refused",
      message: `${server?.host} refuses access to r: ${server?.host} answered without a token`,
    });
    expect(server?.calls).toHaveLength(2);
  });

  test("takes the token by its other name where the first one is empty", async () => {
    const registry = await open((call) => {
      if (call.path.startsWith("/token")) return { body: '{"token":"","access_token":"t1"}' };
      return call.authorization === "Bearer t1" ? holding(call) : bearer(realm());
    }, credentials);
    expect((await registry.find("r", "t"))?.digest).toBe(digest);
  });

  test("by name and password alone works too", async () => {
    const registry = await open((call) => {
      if (call.authorization === basic) return holding(call);
      return { status: 401, headers: { "www-authenticate": 'Basic realm="r"' } };
    }, credentials);
    expect((await registry.find("r", "t"))?.digest).toBe(digest);
  });

  test.each([
    ["first", (token: string) => `${token}, Basic realm="r"`],
    ["last", (token: string) => `Basic realm="r", ${token}`],
  ])("fetches a token where the registry offers that %s, beside name and password", async (_place, offer) => {
    const guard = guarded(9);
    const registry = await open((call) => {
      const answer = guard(call);
      const token = answer.headers?.["www-authenticate"];
      return token ? { ...answer, headers: { "www-authenticate": offer(token) } } : answer;
    }, credentials);
    expect((await registry.find("r", "t"))?.digest).toBe(digest);
  });

  test("that is wanted, where there is none, is told", async () => {
    const registry = await open(() => ({ status: 401, headers: { "www-authenticate": 'Basic realm="r"' } }));
    await expect(registry.find("r", "t")).rejects.toThrow("it wants a login, and there is none");
  });

  test("that is refused tells the reason, and never the password", async () => {
    const registry = await open(({ path }) => {
      if (!path.startsWith("/token")) return bearer(realm());
      return { status: 401, body: '{"errors":[{"code":"UNAUTHORIZED","message":"incorrect username or password"}]}' };
    }, credentials);
    const failure: Error = await registry.find("r", "t").then(
      () => Error("found"),
      (error: Error) => error,
    );
    expect(failure.message).toContain("gave no token: HTTP 401, UNAUTHORIZED: incorrect username or password");
    expect(failure.message).not.toContain(credentials.password);
  });

  test("never goes in the clear to where a registry points", async () => {
    const registry = await open(() => bearer("http://tokens.example.com/token"), credentials);
    await expect(registry.find("r", "t")).rejects.toThrow("it sends logins to http://tokens.example.com/token");
  });
});

describe("a registry that is busy", () => {
  const limited = (after: string): RegistryAnswer => ({ status: 429, headers: { "retry-after": after } });
  const firstThen = (first: RegistryAnswer) => {
    let calls = 0;
    return (call: RegistryCall) => (calls++ === 0 ? first : holding(call));
  };

  test.each<[string, RegistryAnswer, number]>([
    ["is asked again after the seconds that it wants", limited("7"), 7_000],
    ["is asked again at the time that it names", limited(new Date(clock.now() + 9_000).toUTCString()), 9_000],
    ["that errs is asked again", { status: 503 }, 1_000],
    ["that breaks the connection is asked again", { reset: true }, 1_000],
  ])("%s", async (_title, first, pauseMs) => {
    const before = makeTestClock(clock.now());
    server = await startRegistry(firstThen(first));
    expect((await ociRegistry({ host: server.host, clock: before }).find("r", "t"))?.digest).toBe(digest);
    expect(before.elapsed()).toBe(pauseMs);
  });

  test("is not waited for longer than a minute at a time", async () => {
    await expect((await open(() => limited("3600"))).find("r", "t")).rejects.toThrow("wants 3600 s of patience");
    expect(server?.calls).toHaveLength(1);
  });

  test("is asked five times at most", async () => {
    await expect((await open(() => limited("1"))).find("r", "t")).rejects.toThrow("limits how often it is asked");
    expect(server?.calls).toHaveLength(5);
  });

  test("that stays broken is told with its status", async () => {
    await expect((await open(() => ({ status: 502 }))).find("r", "t")).rejects.toThrow(
      "looking for r:t failed: HTTP 502",
    );
  });
});
