import { type Answer, completedFile, problem, type Upload, type UploadRequest, upload } from "@cashsouk/types";
import type { Browser, PutOptions } from "./send-file";

/** How long the portal may take to answer. */
const answerMs = 20_000;
/** For so long nothing may move while a file is sent, however long the whole takes. */
const standstillMs = 30_000;

/** The browser that this page runs in. It talks to the portal and, with the address that it gets there, to S3. */
export const thisBrowser: Browser = {
  async digest(file) {
    const hash = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
    return btoa(String.fromCharCode(...new Uint8Array(hash)));
  },
  askForUpload: (request: UploadRequest, signal) => post("/api/files/upload-url", request, upload, signal),
  completeUpload: (key, signal) => post("/api/files/complete", { key }, completedFile, signal),
  put,
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      const cancel = () => {
        clearTimeout(timer);
        reject(cancelled());
      };
      const timer = setTimeout(() => {
        signal.removeEventListener("abort", cancel);
        resolve();
      }, ms);
      signal.addEventListener("abort", cancel, { once: true });
    }),
  now: () => performance.now(),
};

interface Schema<Value> {
  safeParse(input: unknown): { success: true; data: Value } | { success: false };
}

async function post<Value>(
  path: string,
  body: object,
  schema: Schema<Value>,
  signal: AbortSignal,
): Promise<Answer<Value>> {
  const unavailable = (why: string, reference = "") => ({ kind: "unavailable" as const, why, reference });
  try {
    const response = await fetch(path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
      redirect: "error",
      signal: AbortSignal.any([signal, AbortSignal.timeout(answerMs)]),
    });
    const answer: unknown = await response.json();
    const said = schema.safeParse(answer);
    if (response.ok && said.success) return { kind: "answered", value: said.data };
    const { data } = problem.safeParse(answer);
    if (!data || data.status >= 500) return unavailable(`answered ${response.status}`, data?.requestId);
    const { status, code, detail = "", errors = [], requestId: reference } = data;
    return { kind: "refused", status, code, detail, errors, reference };
  } catch (error) {
    if (signal.aborted) throw error;
    return unavailable(String(error));
  }
}

/** By XMLHttpRequest: fetch does not tell how much has left. */
function put({ uploadUrl, headers }: Upload, file: Blob, { signal, onSent }: PutOptions): Promise<number | "broken"> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    let standstill: ReturnType<typeof setTimeout>;
    const moved = () => {
      clearTimeout(standstill);
      standstill = setTimeout(() => request.abort(), standstillMs);
    };
    const cancel = () => request.abort();
    request.upload.onprogress = ({ loaded }) => {
      moved();
      onSent(loaded);
    };
    request.onloadend = () => {
      clearTimeout(standstill);
      signal.removeEventListener("abort", cancel);
      if (signal.aborted) reject(cancelled());
      // A browser says 0 where no answer came.
      else resolve(request.status || "broken");
    };
    signal.addEventListener("abort", cancel);
    request.open("PUT", uploadUrl);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    moved();
    request.send(file);
  });
}

const cancelled = () => new DOMException("Cancelled", "AbortError");
