import { type FileRefusal, fileSize, maxFileBytes, maxStoredBytes } from "@cashsouk/types";

const refusals: Record<FileRefusal, string> = {
  "file-empty": "The file is empty.",
  "file-too-large": `The file is larger than ${fileSize(maxFileBytes)}.`,
  "file-type-refused": "Only PDF, PNG and JPEG files can be kept, and the content has to be what the name says.",
  "file-mismatch": "What arrived is not the file that you chose. Send it again.",
  "upload-expired": "It was not sent to the end in time. Send it again.",
};

const others: Readonly<Record<string, string>> = {
  "file-not-uploaded": "The file did not arrive.",
  "rate-limited": "That was too much at once. Wait a minute.",
  "storage-full": `You have no room left: your files may take ${fileSize(maxStoredBytes)} together. Ask us where you need more.`,
  "too-many-uploads": "Too many of your uploads have begun and not ended. Wait a few minutes.",
  unauthenticated: "Your session has ended. Sign in again, then send the file again.",
};

/** Why a file is not taken, by the problem's code, for whoever sent it. */
export function refusalText(code: string): string {
  return (refusals as Readonly<Record<string, string>>)[code] ?? others[code] ?? "The file was not accepted.";
}
