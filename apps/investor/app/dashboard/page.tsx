import {
  Box,
  Dashboard,
  Facts,
  LinesSkeleton,
  Loaded,
  malaysianDate,
  NoteGrid,
  NoteGridSkeleton,
  Panel,
} from "@cashsouk/ui";
import { requireSession } from "../../sign-in";

export const metadata = { title: "Dashboard" };

const page = "/dashboard";
const limit = 6;

export default async function Page() {
  const { user, api } = await requireSession(page);
  return (
    <Dashboard user={user} lead="The notes that can be funded now, those that close first at the top.">
      <Panel id="notes" title="Open notes">
        <Loaded
          what="the open notes"
          answer={api.openNotes({ limit })}
          page={page}
          skeleton={<NoteGridSkeleton what="the open notes" />}
        >
          {({ items }) =>
            items.length > 0 ? (
              <NoteGrid notes={items} now={new Date()} />
            ) : (
              <Box title="No notes are open today">
                <p>New invoices are listed as soon as they are reviewed. Look in again tomorrow.</p>
              </Box>
            )
          }
        </Loaded>
      </Panel>
      <Panel id="account" title="Your account">
        <Loaded
          what="your account"
          answer={api.me()}
          page={page}
          skeleton={<LinesSkeleton what="your account" lines={2} />}
        >
          {({ name, email, memberSince }) => (
            <Facts
              facts={[
                ["Name", name],
                ["Email", email],
                ["With us since", malaysianDate(new Date(memberSince))],
              ]}
            />
          )}
        </Loaded>
      </Panel>
    </Dashboard>
  );
}
