import { Dashboard, Facts, LinesSkeleton, Loaded, Panel } from "@cashsouk/ui";
import { requireSession } from "../../sign-in";

export const metadata = { title: "Dashboard" };

const page = "/dashboard";

export default async function Page() {
  const { user, api } = await requireSession(page);
  return (
    <Dashboard user={user} lead="What the platform holds at this moment.">
      <Panel id="figures" title="The platform today">
        <Loaded
          what="the figures"
          answer={api.adminOverview()}
          page={page}
          skeleton={<LinesSkeleton what="the figures" lines={4} />}
        >
          {({ users, issuers, openNotes, filesStored, filesWaiting }) => (
            <Facts
              facts={[
                ["Users", users],
                ["Issuers", issuers],
                ["Notes open for funding", openNotes],
                ["Files stored", filesStored],
                ["Files promised, not yet complete", filesWaiting],
              ]}
            />
          )}
        </Loaded>
      </Panel>
    </Dashboard>
  );
}
