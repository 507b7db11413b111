import {
  type Answer,
  type CompletedFile,
  refusalOf,
  type Refused,
  type Unavailable,
  type Upload,
  type UploadRequest,
} from "@cashsouk/types";
import { refusalText } from "./wording";

/** What sending needs of a browser. Each call throws when its signal is aborted. */
export interface Browser {
  /** SHA-256 in base64. Throws where the file can't be read. */
  digest(file: Blob): Promise<string>;
  askForUpload(request: UploadRequest, signal: AbortSignal): Promise<Answer<Upload>>;
  /** Sends the content; the HTTP status of the answer, or `broken` where none came. */
  put(upload: Upload, file: Blob, options: PutOptions): Promise<number | "broken">;
  completeUpload(key: string, signal: AbortSignal): Promise<Answer<CompletedFile>>;
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  /** Milliseconds; only their differences count. */
  now(): number;
}

export interface PutOptions {
  signal: AbortSignal;
  /** Told again and again: bytes that have left. */
  onSent: (bytes: number) => void;
}

export type Progress =
  | { kind: "queued" }
  | { kind: "preparing" }
  | { kind: "sending"; sent: number }
  | { kind: "checking" }
  /** It failed, and is tried again in a moment. */
  | { kind: "pausing" };

export type End =
  | { kind: "stored" }
  /** Trying again would give the same. */
  | { kind: "refused"; why: string }
  | Failed;

interface Failed {
  kind: "failed";
  why: string;
  reference?: string;
}

const attempts = 4;
const firstPauseMs = 1_000;
/** An address that ends sooner is not used any more: the content has to get there in time. */
const freshMs = 120_000;

export interface Way {
  signal: AbortSignal;
  report: (progress: Progress) => void;
}

/**
 * Checks, sends and completes one file. Where the way is at fault, it is tried again a few times, after growing pauses.
 * Called again after a failure, it goes on with what it was promised.
 */
export function fileSender(file: File, browser: Browser): (way: Way) => Promise<End> {
  const attempt = attempter(file, browser);
  return async (way) => {
    const refusal = refusalOf({ contentType: file.type, contentLength: file.size });
    if (refusal) return { kind: "refused", why: refusalText(refusal) };
    way.report({ kind: "preparing" });
    const sha256 = await browser.digest(file).catch(() => undefined);
    if (sha256 === undefined) return { kind: "refused", why: "The file can’t be read. Was it moved or changed?" };
    for (let tried = 1; ; tried++) {
      const end = await attempt(sha256, way);
      if (end.kind !== "failed" || tried === attempts) return end;
      way.signal.throwIfAborted();
      way.report({ kind: "pausing" });
      await browser.sleep(firstPauseMs * 2 ** (tried - 1), way.signal);
    }
  };
}

/** One attempt after the other: an address is used as long as it is fresh. */
function attempter(file: File, browser: Browser): (sha256: string, way: Way) => Promise<End> {
  const described = { fileName: file.name, contentType: file.type, contentLength: file.size };
  let promised: { upload: Upload; endsAt: number } | undefined;

  return async (sha256, { signal, report }) => {
    if (!promised || promised.endsAt - browser.now() < freshMs) {
      const asked = await browser.askForUpload({ ...described, sha256 }, signal);
      if (asked.kind !== "answered") return endOf(asked);
      promised = { upload: asked.value, endsAt: browser.now() + asked.value.expiresIn * 1000 };
    }
    const { upload } = promised;
    signal.throwIfAborted();
    report({ kind: "sending", sent: 0 });
    const status = await browser.put(upload, file, { signal, onSent: (sent) => report({ kind: "sending", sent }) });
    // 412: it is there already, of an attempt whose answer was lost.
    const arrived = status !== "broken" && (status < 300 || status === 412);
    if (!arrived) {
      // What S3 refuses under this address it may take under a new one.
      if (status !== "broken" && status < 500) promised = undefined;
      return { kind: "failed", why: status === "broken" ? "The connection broke." : "The file did not arrive." };
    }
    report({ kind: "checking" });
    const completed = await browser.completeUpload(upload.key, signal);
    if (completed.kind === "answered") return { kind: "stored" };
    if (completed.kind === "refused") promised = undefined;
    return endOf(completed);
  };
}

/** Refusals that another attempt may get past. */
const passing = new Set(["file-not-uploaded", "upload-expired", "rate-limited", "too-many-uploads"]);

function endOf(answer: Refused | Unavailable): End {
  const { reference } = answer;
  if (answer.kind === "unavailable") return { kind: "failed", why: "Something failed on our side.", reference };
  const why = refusalText(answer.code);
  return passing.has(answer.code) ? { kind: "failed", why, reference } : { kind: "refused", why };
}
