import { createHash, randomBytes } from "node:crypto";
import { expect, type Page, test } from "@playwright/test";
import { cognito, parameter } from "./account";
import { inDatabase } from "./behind-the-back";
import { demoUser, type Person, signIn } from "./people";
import { photograph } from "./screenshots";
import { clientOf, takeTokens } from "./tokens";
import { type Reply, send } from "./wire";
import { look, type World } from "./world";

let world: World;
test.beforeAll(async () => {
  world = await look();
});

const mega = 1024 * 1024;
/** Begins as a PDF does and is as long as it is said to be; no two are alike. */
function pdf(bytes: number): Buffer {
  const head = Buffer.from("%PDF-1.7\n%âãÏÓ\n");
  const tail = Buffer.from("\n%%EOF\n");
  return Buffer.concat([head, randomBytes(bytes - head.length - tail.length), tail]);
}
const assetsHost = () => `assets.${new URL(world.landing.url).host}`;
const asPdf = (name: string, buffer: Buffer) => ({ name, mimeType: "application/pdf", buffer });

async function openDocuments(page: Page): Promise<void> {
  await signIn(page, world, "issuer");
  await page.goto(`${world.issuer.url}/documents`);
}
const choose = (page: Page, file: ReturnType<typeof asPdf>) => page.getByLabel("Choose files").setInputFiles(file);
const row = (page: Page, list: string, name: string) =>
  page.getByRole("list", { name: list }).getByRole("listitem").filter({ hasText: name });

test("9.9 MB are sent straight to S3 with progress, stored, and come back as they went", async ({ page }) => {
  await openDocuments(page);
  await photograph(page, "issuer-documents-empty");
  const puts: string[] = [];
  page.on("request", (request) => {
    if (request.method() === "PUT") puts.push(new URL(request.url()).host);
  });
  // As over a line of 12 Mbit/s, so that there is something to see.
  const network = await page.context().newCDPSession(page);
  await network.send("Network.enable");
  const line = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 1.5 * mega };
  await network.send("Network.emulateNetworkConditions", line);
  await page.evaluate(`
    window.seenProgress = [];
    new MutationObserver(() => {
      const bar = document.querySelector('[role=progressbar], progress');
      const now = bar && Number(bar.getAttribute('aria-valuenow') ?? bar.value);
      if (now !== null && window.seenProgress.at(-1) !== now) window.seenProgress.push(now);
    }).observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });`);
  const name = `invoice-${Date.now()}.pdf`;
  const content = pdf(Math.floor(9.9 * mega));
  await choose(page, asPdf(name, content));
  await expect(row(page, "On their way", name)).toContainText(/\d+% sent/);
  await photograph(page, "issuer-documents-sending");
  await expect(row(page, "Documents", name)).toContainText("Stored", { timeout: 120_000 });
  const seen = await page.evaluate<number[]>("window.seenProgress");
  expect(seen.filter((percent) => percent > 0 && percent < 100).length).toBeGreaterThan(1);
  expect(seen.toSorted((a, b) => a - b)).toEqual(seen);
  expect(puts).toEqual([`uploads.${new URL(world.landing.url).host}`]);
  await photograph(page, "issuer-documents-stored");

  const [download] = await Promise.all([
    page.waitForEvent("download"),
    row(page, "Documents", name)
      .getByRole("link", { name: /^Download/ })
      .click(),
  ]);
  expect(download.suggestedFilename()).toBe(name);
  expect(new URL(download.url()).host).toBe(assetsHost());
  const chunks: Buffer[] = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
  expect(sha256(Buffer.concat(chunks))).toBe(sha256(content));
});

test("10.1 MB are refused before a byte is sent", async ({ page }) => {
  await openDocuments(page);
  const puts: string[] = [];
  page.on("request", (request) => {
    if (request.method() === "PUT") puts.push(request.url());
  });
  await choose(page, asPdf("large.pdf", pdf(Math.ceil(10.1 * mega))));
  await expect(row(page, "On their way", "large.pdf")).toContainText("The file is larger than 10 MB.");
  expect(puts).toEqual([]);
  await photograph(page, "issuer-documents-too-large");
});

test("a .pdf that is an executable is refused by its content", async ({ page }) => {
  await openDocuments(page);
  const program = Buffer.concat([Buffer.from("MZ\x90\0\x03\0\0\0", "latin1"), randomBytes(4000)]);
  await choose(page, asPdf("invoice.pdf", program));
  await expect(row(page, "On their way", "invoice.pdf")).toContainText("Refused", { timeout: 60_000 });
  await expect(row(page, "On their way", "invoice.pdf")).toContainText("Only PDF, PNG and JPEG");
  await photograph(page, "issuer-documents-executable");
  const [key] = inDatabase("SELECT key FROM files WHERE state = 'refused' ORDER BY created_at DESC LIMIT 1");
  expect(key).toMatch(/^uploads\//);
});

/** The API as one signed-in person uses it, without a browser. */
async function callerOf(person: Person) {
  const { access_token } = await takeTokens(await clientOf(world, "issuer"), person);
  const call = (method: string, path: string, body?: object): Promise<Reply> =>
    send(`${world.api.url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${access_token}`, "content-type": "application/json" },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
  async function begin(content: Buffer, change: object = {}): Promise<Upload> {
    const described = { fileName: "a.pdf", contentType: "application/pdf", contentLength: content.length };
    const { status, body } = await call("POST", "/files/upload-url", {
      ...described,
      sha256: sha256(content),
      ...change,
    });
    if (status >= 300) throw new Error(`upload-url answered ${status} ${body}`);
    return JSON.parse(body) as Upload;
  }
  return { call, begin };
}

interface Upload {
  readonly uploadUrl: string;
  readonly key: string;
  readonly headers: Record<string, string>;
}

const sha256 = (content: Buffer) => createHash("sha256").update(content).digest("base64");
const put = ({ uploadUrl, headers }: Upload, body: Buffer, change: Record<string, string> = {}) =>
  send(uploadUrl, { method: "PUT", headers: { ...headers, ...change }, body });
const code = ({ body }: Reply) => /<Code>(\w+)/.exec(body)?.[1];

test("an address takes the body that was described, and no other", async () => {
  const { call, begin } = await callerOf(demoUser("issuer"));
  const content = pdf(2000);
  const upload = await begin(content);
  const signed = new URL(upload.uploadUrl).searchParams.get("X-Amz-SignedHeaders")?.split(";");
  expect(signed).toEqual(expect.arrayContaining(["content-length", "content-type", "host", "x-amz-checksum-sha256"]));

  const swapped = pdf(2000);
  expect(code(await put(upload, swapped))).toBe("BadDigest");
  expect(code(await put(upload, swapped, { "x-amz-checksum-sha256": sha256(swapped) }))).toBe("SignatureDoesNotMatch");
  expect(code(await put(upload, content, { "content-type": "text/html" }))).toBe("SignatureDoesNotMatch");
  expect(code(await put(upload, pdf(2001)))).toBe("SignatureDoesNotMatch");
  expect((await call("POST", "/files/complete", { key: upload.key })).status).toBeGreaterThanOrEqual(400);

  expect((await put(upload, content)).status).toBe(200);
  const first = await call("POST", "/files/complete", { key: upload.key });
  const again = await call("POST", "/files/complete", { key: upload.key });
  expect([first.status, again.status]).toEqual([200, 200]);
  expect(fileId(again)).toBe(fileId(first));
  // What is stored stays what it is, although the address still has its time.
  expect(code(await put(upload, content))).toBe("PreconditionFailed");
});

const fileId = ({ body }: Reply) => (JSON.parse(body) as { fileId: string }).fileId;

test("another issuer can neither see, complete nor overwrite what is not theirs", async () => {
  const other = await newIssuer();
  const mine = await callerOf(demoUser("issuer"));
  const theirs = await callerOf(other);
  const content = pdf(1500);
  const upload = await mine.begin(content);
  expect((await theirs.call("POST", "/files/complete", { key: upload.key })).status).toBe(404);
  expect((await put(upload, content)).status).toBe(200);
  const id = fileId(await mine.call("POST", "/files/complete", { key: upload.key }));
  expect((await theirs.call("GET", `/files/${id}/url`)).status).toBe(404);
  expect((JSON.parse((await theirs.call("GET", "/files")).body) as { items: unknown[] }).items).toEqual([]);
  const own = await theirs.begin(content);
  expect(own.key.split("/")[1]).not.toBe(upload.key.split("/")[1]);
  const aimed = { ...own, uploadUrl: own.uploadUrl.replace(own.key, upload.key) };
  expect(code(await put(aimed, content))).toBe("SignatureDoesNotMatch");
  expect((await send(`${new URL(upload.uploadUrl).origin}${new URL(upload.uploadUrl).pathname}`)).status).toBe(403);
});

/** Somebody of the issuers' group who acts for no company of the demonstration. */
async function newIssuer(): Promise<Person> {
  const person = { email: "other-issuer@demo.cashsouk.example", password: demoUser("issuer").password };
  const user = { UserPoolId: await parameter("cognito/user-pool-id"), Username: person.email };
  const UserAttributes = [
    { Name: "email", Value: person.email },
    { Name: "email_verified", Value: "true" },
    { Name: "name", Value: "Other Issuer" },
  ];
  await cognito()
    .adminCreateUser({ ...user, UserAttributes, MessageAction: "SUPPRESS" })
    .catch((error: Error) => {
      if (error.name !== "UsernameExistsException") throw error;
    });
  await cognito().adminSetUserPassword({ ...user, Password: person.password, Permanent: true });
  await cognito().adminAddUserToGroup({ ...user, GroupName: "issuer" });
  return person;
}

test("a refused file is gone when its sender is told", async () => {
  const { call, begin } = await callerOf(demoUser("issuer"));
  const program = Buffer.concat([Buffer.from("MZ"), randomBytes(1000)]);
  const upload = await begin(program);
  expect((await put(upload, program)).status).toBe(200);
  const refused = await call("POST", "/files/complete", { key: upload.key });
  expect([refused.status, refused.body]).toEqual([422, expect.stringContaining('"file-type-refused"')]);
  // Were it there, nothing could be sent to its place.
  expect((await put(upload, program)).status).toBe(200);
});

test("an upload that came too late is refused", async () => {
  const { call, begin } = await callerOf(demoUser("issuer"));
  const late = await begin(pdf(1000));
  inDatabase(`UPDATE files SET created_at = created_at - interval '2 days' WHERE key = '${late.key}'`);
  const refused = await call("POST", "/files/complete", { key: late.key });
  expect([refused.status, refused.body]).toEqual([410, expect.stringContaining('"upload-expired"')]);
});

test("a file is had by the one address that the API signed, for its time, and S3 gives it to nobody", async () => {
  const { call, begin } = await callerOf(demoUser("issuer"));
  const content = pdf(1000);
  const upload = await begin(content, { fileName: "the invoice.pdf" });
  expect((await put(upload, content)).status).toBe(200);
  const completed = await call("POST", "/files/complete", { key: upload.key });
  const answer = await call("GET", `/files/${fileId(completed)}/url`);
  const { url, expiresIn } = JSON.parse(answer.body) as { url: string; expiresIn: number };
  expect([new URL(url).host, expiresIn]).toEqual([assetsHost(), 60]);
  for (const { body } of [completed, answer]) expect(body).not.toMatch(/X-Amz|amazonaws|uploads\.cashsouk/);

  const had = await send(url);
  expect(had.status).toBe(200);
  expect(had.headers).toMatchObject({
    "content-type": "application/pdf",
    "content-disposition": 'attachment; filename="the invoice.pdf"',
    "cache-control": "private, no-store",
    "content-security-policy": expect.stringContaining("sandbox"),
    "strict-transport-security": expect.stringContaining("max-age=63072000"),
    "x-content-type-options": "nosniff",
  });
  expect(had.headers["content-length"]).toBe(String(content.length));
  expect((await send(url, { method: "HEAD" })).status).toBe(200);
  expect((await send(url, { method: "PUT", body: content })).status).toBe(403);

  const tampered = {
    "another file": url.replace(upload.key, `${upload.key.slice(0, -1)}x`),
    "another name": url.replace("invoice.pdf", "invoice.exe"),
    "shown in place": url.replace("attachment", "inline"),
    "another type": url.replace("application%2Fpdf", "text%2Fhtml"),
    "a later end": url.replace(/Expires=(\d+)/, (_, end: string) => `Expires=${Number(end) + 3600}`),
  };
  for (const [title, address] of Object.entries(tampered)) {
    expect([title, address === url]).toEqual([title, false]);
    expect([title, code(await send(address))]).toEqual([title, "AccessDenied"]);
  }
  expect(code(await send(url.replace(/\?.*/, "")))).toBe("MissingKey");
  expect(code(await send(url.replace(/Key-Pair-Id=\w+/, "Key-Pair-Id=KOTHER")))).toBe("InvalidKey");
  // Past the distribution there is no way: the bucket itself wants S3's own signature.
  const { origin, pathname } = new URL(upload.uploadUrl);
  expect((await send(`${origin}${pathname}`)).status).toBe(403);

  await expect.poll(async () => code(await send(url)), { timeout: 180_000, intervals: [5_000] }).toBe("AccessDenied");
});
