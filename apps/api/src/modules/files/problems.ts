import { type FileRefusal, fileSize, fileTypes, maxFileBytes, maxStoredBytes } from "@cashsouk/types";
import { ApiError } from "../../http/problem";

/** Nor does it say whether somebody else has such a file. */
export const noSuchFile = () => new ApiError(404, "not-found", "You have no such file");

export const notUploaded = () => new ApiError(409, "file-not-uploaded", "The file has not arrived: send it first");

/** Uploads that a user may have begun and not ended. */
export const mostWaiting = 20;

export function overLimit(limit: "too-many" | "too-much"): ApiError {
  return limit === "too-many"
    ? new ApiError(429, "too-many-uploads", `${mostWaiting} of your uploads have begun and not ended: end one first`)
    : new ApiError(
        409,
        "storage-full",
        `Your files would take more than the ${fileSize(maxStoredBytes)} that you may keep`,
      );
}

interface Given {
  contentType: string;
  contentLength: number;
}

export function refused(refusal: FileRefusal, given: Given): ApiError {
  switch (refusal) {
    case "file-empty":
      return new ApiError(422, refusal, "The file is empty", sizes(given));
    case "file-too-large":
      return new ApiError(413, refusal, "The file is too large", sizes(given));
    case "file-type-refused":
      return new ApiError(422, refusal, "The file is not a PDF, PNG or JPEG", types(given));
    case "file-mismatch":
      return new ApiError(422, refusal, "What arrived is not the file that was promised");
    case "upload-expired":
      return new ApiError(410, refusal, "The time to send this file is over: begin anew");
  }
}

const sizes = ({ contentLength }: Given) => [
  {
    field: "contentLength",
    message: `want 1 to ${maxFileBytes} bytes (${fileSize(maxFileBytes)}), got ${contentLength}`,
  },
];

function types({ contentType }: Given) {
  const accepted = fileTypes.some((type) => type === contentType);
  const message = accepted
    ? `want content that is ${contentType}, got other content`
    : `want one of ${fileTypes.join(", ")}, got "${contentType}"`;
  return [{ field: "contentType", message }];
}
