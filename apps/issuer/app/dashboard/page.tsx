import {
  Box,
  ButtonLink,
  Dashboard,
  Facts,
  LinesSkeleton,
  Loaded,
  NoteGrid,
  NoteGridSkeleton,
  Panel,
} from "@cashsouk/ui";
import { requireSession } from "../../sign-in";

export const metadata = { title: "Dashboard" };

const page = "/dashboard";
const limit = 12;

export default async function Page() {
  const { user, api } = await requireSession(page);
  return (
    <Dashboard user={user} lead="Your companies’ notes in every state, and the papers that go with them.">
      <Panel id="notes" title="Your notes">
        <Loaded
          what="your notes"
          answer={api.issuerNotes({ limit })}
          page={page}
          skeleton={<NoteGridSkeleton what="your notes" />}
        >
          {({ items }) =>
            items.length > 0 ? (
              <NoteGrid notes={items} now={new Date()} />
            ) : (
              <Box title="You have no notes yet">
                <p>A note begins with an invoice that your customer owes. Send us its papers first.</p>
                <ButtonLink href="/documents">Go to your documents</ButtonLink>
              </Box>
            )
          }
        </Loaded>
      </Panel>
      <Panel id="companies" title="Your companies and papers">
        <Loaded
          what="your companies"
          answer={api.me()}
          page={page}
          skeleton={<LinesSkeleton what="your companies" lines={2} />}
        >
          {({ issuers }) =>
            issuers.length > 0 ? (
              <Facts
                facts={issuers.map(({ id, name }, index) => [`Company ${index + 1}`, <span key={id}>{name}</span>])}
              />
            ) : (
              <Box title="You act for no company yet">
                <p>As soon as a company names your email address, it stands here.</p>
              </Box>
            )
          }
        </Loaded>
        <div className="mt-6">
          <ButtonLink href="/documents" look="quiet">
            Your documents
          </ButtonLink>
        </div>
      </Panel>
    </Dashboard>
  );
}
