import { fileSize } from "@cashsouk/types";
import { buttonClasses, ProgressBar, StatusLabel } from "@cashsouk/ui";
import { isOver, type Upload } from "../../uploads/queue";

/** One file on its way: how far it is, what went wrong, and what can be done about it. */
export function UploadRow({
  upload,
  onRetry,
  onRemove,
}: {
  upload: Upload;
  onRetry: () => void;
  onRemove: () => void;
}) {
  const { name, size, state } = upload;
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-8 gap-y-3 px-5 py-4 sm:px-6">
      <div className="min-w-0 basis-full sm:basis-0 sm:grow">
        <p className="font-semibold [overflow-wrap:anywhere]">{name}</p>
        <p className="text-sm text-ink-soft tabular-nums">
          {fileSize(size)}
          {!isOver(upload) && `, ${progressText(upload)}`}
        </p>
        {!isOver(upload) && (
          <div className="mt-2">
            <ProgressBar label={`Sending ${name}`} percent={percentOf(upload)} />
          </div>
        )}
        {(state.kind === "refused" || state.kind === "failed") && (
          <div className="mt-2 space-y-2">
            <StatusLabel tone="bad" text={state.kind === "refused" ? "Refused" : "Not sent"} />
            <p className="text-sm">
              {state.why}
              {state.kind === "failed" && state.reference && ` Reference: ${state.reference}`}
            </p>
          </div>
        )}
      </div>
      <div className="flex flex-wrap gap-3">
        {state.kind === "failed" && <RowButton onClick={onRetry} word="Try again" name={name} />}
        <RowButton onClick={onRemove} word={isOver(upload) ? "Dismiss" : "Cancel"} name={name} />
      </div>
    </li>
  );
}

function RowButton({ onClick, word, name }: { onClick: () => void; word: string; name: string }) {
  return (
    <button type="button" onClick={onClick} className={buttonClasses("quiet")}>
      {word}
      <span className="sr-only"> {name}</span>
    </button>
  );
}

function percentOf({ state, size }: Upload): number {
  if (state.kind === "checking") return 100;
  return state.kind === "sending" && size > 0 ? Math.min(100, Math.round((state.sent / size) * 100)) : 0;
}

function progressText(upload: Upload): string {
  const { state } = upload;
  switch (state.kind) {
    case "queued":
      return "waits for its turn";
    case "preparing":
      return "is being prepared";
    case "sending":
      return `${percentOf(upload)}% sent`;
    case "checking":
      return "is being checked";
    case "pausing":
      return "did not get through, is tried again in a moment";
    case "stored":
    case "refused":
    case "failed":
      return "";
  }
}
