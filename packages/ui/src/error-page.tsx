"use client";

import { buttonClasses } from "./button";
import { NoticePage } from "./notice-page";

/** What Next shows when a page fails: a way to try again, and the reference under which the log has the reason. */
export function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <NoticePage title="This page could not be shown" text="Something failed on our side. Trying again often helps.">
      <button type="button" onClick={reset} className={buttonClasses("primary")}>
        Try again
      </button>
      {error.digest && <p className="text-ink-soft">Reference: {error.digest}</p>}
    </NoticePage>
  );
}
