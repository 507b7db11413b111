import { Box, ButtonLink, LinesSkeleton, Loaded, Panel, type Query } from "@cashsouk/ui";
import { requireSession } from "../../sign-in";
import { DocumentList } from "./document-list";
import { NotHad } from "./not-had";
import { UploadPanel } from "./upload-panel";

export const metadata = { title: "Documents" };

const page = "/documents";
const limit = 20;

export default async function Page({ searchParams }: { searchParams: Promise<Query> }) {
  const { api } = await requireSession(page);
  const query = await searchParams;
  const cursor = typeof query["cursor"] === "string" ? query["cursor"] : undefined;
  return (
    <>
      <div className="mx-auto max-w-6xl px-5 pt-12 sm:px-8 sm:pt-16">
        <h1 className="font-serif text-4xl font-semibold tracking-tight sm:text-5xl">Your documents</h1>
        <p className="mt-4 max-w-2xl text-lg text-ink-soft">
          Invoices and the papers that go with them. Only you can see them.
        </p>
        <NotHad query={query} />
      </div>
      <Panel id="send" title="Send documents">
        <UploadPanel />
      </Panel>
      <Panel id="documents" title="Sent so far">
        <Loaded
          what="your documents"
          answer={api.files({ limit, ...(cursor ? { cursor } : {}) })}
          page={page}
          skeleton={<LinesSkeleton what="your documents" lines={6} />}
        >
          {({ items, nextCursor }) =>
            items.length > 0 ? (
              <>
                <DocumentList files={items} />
                {nextCursor && (
                  <div className="mt-6">
                    <ButtonLink href={`${page}?${new URLSearchParams({ cursor: nextCursor })}`} look="quiet">
                      Older documents
                    </ButtonLink>
                  </div>
                )}
              </>
            ) : (
              <Box title="You have not sent any documents yet">
                <p>Begin with the invoice that your customer owes: choose its file above.</p>
              </Box>
            )
          }
        </Loaded>
      </Panel>
    </>
  );
}
