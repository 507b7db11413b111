import { fileSize, type FileState, type StoredFile } from "@cashsouk/types";
import { malaysianTime, StatusLabel, type Tone } from "@cashsouk/ui";
import { refusalText } from "../../uploads/wording";

const states: Record<FileState, { tone: Tone; text: string }> = {
  waiting: { tone: "act", text: "Not complete yet" },
  stored: { tone: "done", text: "Stored" },
  refused: { tone: "bad", text: "Refused" },
};

export function DocumentList({ files }: { files: readonly StoredFile[] }) {
  return (
    <ul aria-label="Documents" className="divide-y divide-line rounded-lg border border-line bg-white">
      {files.map((file) => (
        <Document key={file.id} file={file} />
      ))}
    </ul>
  );
}

function Document({ file: { id, fileName, contentLength, state, refusal, createdAt } }: { file: StoredFile }) {
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-8 gap-y-3 px-5 py-4 sm:px-6">
      <div className="min-w-0 basis-full sm:basis-0 sm:grow">
        <p className="font-semibold [overflow-wrap:anywhere]">{fileName}</p>
        <p className="text-sm text-ink-soft tabular-nums">
          {fileSize(contentLength)}, <time dateTime={createdAt}>{malaysianTime(new Date(createdAt))}</time>
        </p>
        {refusal && <p className="mt-1 text-sm">{refusalText(refusal)}</p>}
      </div>
      <StatusLabel {...states[state]} />
      {state === "stored" && (
        <a
          href={`/api/files/${id}`}
          className="inline-flex min-h-11 items-center font-semibold text-brand underline underline-offset-4"
        >
          Download<span className="sr-only"> {fileName}</span>
        </a>
      )}
    </li>
  );
}
