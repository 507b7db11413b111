"use client";

import { fileSize, fileTypes, maxFileBytes } from "@cashsouk/types";
import { buttonClasses } from "@cashsouk/ui";
import { useRouter } from "next/navigation";
import { type DragEvent, useEffect, useRef, useState, useSyncExternalStore } from "react";
import { thisBrowser } from "../../uploads/browser";
import { isOver, uploadQueue } from "../../uploads/queue";
import { fileSender } from "../../uploads/send-file";
import { UploadRow } from "./upload-row";

/** Where files are chosen or dropped, and what becomes of them until they are stored. */
export function UploadPanel() {
  const router = useRouter();
  const [queue] = useState(() =>
    uploadQueue(
      (file) => fileSender(file, thisBrowser),
      () => router.refresh(),
    ),
  );
  const { uploads, news } = useSyncExternalStore(queue.subscribe, queue.snapshot, queue.snapshot);
  const chooser = useRef<HTMLInputElement>(null);
  const [isOverZone, setOverZone] = useState(false);
  useLeaveWarning(uploads.some((upload) => !isOver(upload)));

  function drop(event: DragEvent): void {
    event.preventDefault();
    setOverZone(false);
    queue.add([...event.dataTransfer.files]);
  }

  function remove(id: number): void {
    queue.remove(id);
    // The button that had the focus is gone.
    chooser.current?.focus();
  }

  return (
    <>
      <div
        onDragOver={(event) => {
          event.preventDefault();
          setOverZone(true);
        }}
        onDragLeave={() => setOverZone(false)}
        onDrop={drop}
        className={`rounded-lg border-2 border-dashed p-6 text-center sm:p-10 ${isOverZone ? "border-brand bg-linen" : "border-sand bg-white"}`}
      >
        <input
          ref={chooser}
          id="files"
          type="file"
          multiple
          accept={fileTypes.join(",")}
          aria-describedby="files-wanted"
          onChange={({ currentTarget }) => {
            queue.add([...(currentTarget.files ?? [])]);
            // Or the same file could not be chosen again.
            currentTarget.value = "";
          }}
          className="peer sr-only"
        />
        <label
          htmlFor="files"
          className={`${buttonClasses("primary")} peer-focus-visible:outline-3 peer-focus-visible:outline-offset-3 peer-focus-visible:outline-brand`}
        >
          Choose files
        </label>
        <p className="mt-3 text-ink-soft">
          or drop them here. <span id="files-wanted">PDF, PNG or JPEG, at most {fileSize(maxFileBytes)} each.</span>
        </p>
      </div>
      <p role="status" className="sr-only">
        {news}
      </p>
      {uploads.length > 0 && (
        <ul aria-label="On their way" className="mt-5 divide-y divide-line rounded-lg border border-line bg-white">
          {uploads.map((upload) => (
            <UploadRow
              key={upload.id}
              upload={upload}
              onRetry={() => queue.retry(upload.id)}
              onRemove={() => remove(upload.id)}
            />
          ))}
        </ul>
      )}
    </>
  );
}

/** Who leaves the page leaves the files on their way behind. */
function useLeaveWarning(needed: boolean): void {
  useEffect(() => {
    if (!needed) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [needed]);
}
