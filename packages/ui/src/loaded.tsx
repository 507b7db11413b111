import type { Answer } from "@cashsouk/types";
import { type ReactNode, Suspense } from "react";
import { Box } from "./box";
import { ButtonLink } from "./button-link";

interface LoadedProps<Value> {
  /** What is loaded, inside a sentence: "the open notes". */
  what: string;
  answer: Promise<Answer<Value>>;
  /** As tall as what comes. */
  skeleton: ReactNode;
  /** The page's own address, for another try. */
  page: string;
  children: (value: Value) => ReactNode;
}

/** A part of a page that comes from the API: a skeleton until it is there, and a word with a way out if it can't be had. */
export function Loaded<Value>({ skeleton, ...props }: LoadedProps<Value>) {
  return (
    <Suspense fallback={skeleton}>
      <Settled {...props} />
    </Suspense>
  );
}

async function Settled<Value>({ what, answer, page, children }: Omit<LoadedProps<Value>, "skeleton">) {
  const settled = await answer;
  if (settled.kind === "answered") return children(settled.value);
  return (
    <Box title={`We can’t show ${what} now`}>
      <p>
        {settled.kind === "refused" ? "The request was not accepted." : "This is on our side, and usually short."}{" "}
        Reference: {settled.reference}
      </p>
      <ButtonLink href={page} look="quiet">
        Try again
      </ButtonLink>
    </Box>
  );
}

/** Lines where text will be. */
export function LinesSkeleton({ what, lines }: { what: string; lines: number }) {
  return (
    <div>
      <p className="sr-only">Loading {what}</p>
      <div aria-hidden="true" className="animate-pulse space-y-3">
        {Array.from({ length: lines }, (_, line) => (
          <div key={line} className="h-6 rounded bg-linen" />
        ))}
      </div>
    </div>
  );
}
