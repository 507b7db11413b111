import { redirect } from "next/navigation";
import { requireSession } from "../../../../sign-in";
import { wordFor } from "../../../documents/why-not-had";

const page = "/documents";

/** Leads to the file itself; back to the documents, with a word, where it can't be had. */
export async function GET(_request: Request, { params }: { params: Promise<{ id: string }> }): Promise<never> {
  const { api } = await requireSession(page);
  const answer = await api.fileAddress((await params).id);
  if (answer.kind === "answered") redirect(answer.value.url);
  redirect(`${page}?${new URLSearchParams({ because: wordFor(answer), reference: answer.reference })}`);
}
