import type { Answer, Group, Me, MySessions } from "@cashsouk/types";
import { Facts, Panel } from "./dashboard";
import { malaysianDate, malaysianTime } from "./format/time";
import { LinesSkeleton, Loaded } from "./loaded";
import { portals } from "./portals";
import { SignOutButton } from "./sign-out-button";

const page = "/account";

/** Who somebody is to us, where they are signed in, and how to end that. */
export function AccountPage({
  user,
  me,
  sessions,
}: {
  user: { name: string; email: string; role: Group };
  me: Promise<Answer<Me>>;
  sessions: Promise<Answer<MySessions>>;
}) {
  return (
    <>
      <div className="mx-auto max-w-6xl px-5 pt-12 sm:px-8 sm:pt-16">
        <h1 className="font-serif text-4xl font-semibold tracking-tight sm:text-5xl">Your account</h1>
        <p className="mt-4 text-lg text-ink-soft">{user.email}</p>
      </div>
      <Panel id="profile" title="Profile">
        <Loaded what="your profile" answer={me} page={page} skeleton={<LinesSkeleton what="your profile" lines={4} />}>
          {(profile) => <Facts facts={factsOf(profile)} />}
        </Loaded>
      </Panel>
      <Panel id="sessions" title="Where you are signed in">
        <Loaded
          what="your sessions"
          answer={sessions}
          page={page}
          skeleton={<LinesSkeleton what="your sessions" lines={3} />}
        >
          {({ items }) => <Sessions items={items} />}
        </Loaded>
        <div className="mt-6 flex flex-wrap gap-4">
          <SignOutButton look="quiet">Sign out here</SignOutButton>
          <SignOutButton everywhere>Sign out everywhere</SignOutButton>
        </div>
        <p className="mt-3 max-w-2xl text-ink-soft">
          Signing out everywhere ends all of these at once, in every browser and every portal.
        </p>
      </Panel>
    </>
  );
}

function factsOf({ name, email, groups, issuers, memberSince }: Me) {
  const facts: [string, string][] = [
    ["Name", name],
    ["Email", email],
    ["Role", groups.map((group) => portals[group].role).join(", ")],
    ["With us since", malaysianDate(new Date(memberSince))],
  ];
  if (issuers.length > 0) facts.push(["Acts for", issuers.map((issuer) => issuer.name).join(", ")]);
  return facts;
}

export function Sessions({ items }: MySessions) {
  return (
    <ul className="divide-y divide-line rounded-lg border border-line bg-white">
      {items.map(({ portal, startedAt, lastUsedAt, current }) => (
        <li key={`${portal} ${startedAt}`} className="flex flex-wrap justify-between gap-x-8 gap-y-1 px-6 py-4">
          <span>
            <span className="font-semibold">{portals[portal].portalName}</span>
            {current && <span className="text-ink-soft">, this browser</span>}
          </span>
          <span className="text-ink-soft tabular-nums">
            Signed in <Moment at={startedAt} />, last used <Moment at={lastUsedAt} />
          </span>
        </li>
      ))}
    </ul>
  );
}

function Moment({ at }: { at: string }) {
  return <time dateTime={at}>{malaysianTime(new Date(at))}</time>;
}
