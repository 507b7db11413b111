import { type Group, groups } from "@cashsouk/types";
import { ButtonLink } from "./button-link";
import { NoticePage } from "./notice-page";
import { type Addresses, portals } from "./portals";
import { SignOutButton } from "./sign-out-button";

/** A page's query, as Next hands it over. */
export type Query = Readonly<Record<string, string | string[] | undefined>>;

/** Why somebody is not signed in, and the next step. Nothing of the query is shown but a reference that looks like one. */
export function SignInPage({ portal, addresses, query }: { portal: Group; addresses: Addresses; query: Query }) {
  const asked = [query["theirs"]].flat();
  const theirs = groups.filter((group) => group !== portal && asked.includes(group));
  const { title, text, step } = told(portal, [query["because"]].flat()[0], theirs);
  const signIn = `/auth/sign-in?${new URLSearchParams({ return: [query["return"]].flat()[0] ?? "/dashboard" })}`;
  const reference = [query["reference"]].flat()[0];
  return (
    <NoticePage title={title} text={text}>
      {step === "other-portal" ? (
        <>
          {theirs.map((group) => (
            <ButtonLink key={group} href={addresses[group]}>{`Go to the ${portals[group].portalName}`}</ButtonLink>
          ))}
          <SignOutButton look="quiet">Sign in as someone else</SignOutButton>
        </>
      ) : step === "here" || step === "everywhere" ? (
        <>
          <SignOutButton everywhere={step === "everywhere"}>Try again</SignOutButton>
          <ButtonLink href="/account" look="quiet">
            Back to your account
          </ButtonLink>
        </>
      ) : (
        <ButtonLink href={signIn}>{step}</ButtonLink>
      )}
      {reference && /^[0-9a-f-]{36}$/.test(reference) && (
        <p className="basis-full text-ink-soft">Reference: {reference}</p>
      )}
    </NoticePage>
  );
}

interface Told {
  title: string;
  text: string;
  /** The word on the button, a choice of two, or where to try signing out again. */
  step: "Sign in" | "Sign in again" | "Try again" | "other-portal" | "here" | "everywhere";
}

function told(portal: Group, because: string | undefined, theirs: readonly Group[]): Told {
  switch (because) {
    case "ended":
      return {
        title: "Your session has ended",
        text: "You were not active for a while, or signed out somewhere else. Sign in again and you are back where you were.",
        step: "Sign in again",
      };
    case "cancelled":
      return { title: "You did not sign in", text: "Nothing has changed. Sign in whenever you like.", step: "Sign in" };
    case "stale":
      return {
        title: "This sign-in is over",
        text: "It took too long, was used already, or began in another browser. Begin a new one: it takes a moment.",
        step: "Sign in again",
      };
    case "refused":
      return {
        title: "You could not be signed in",
        text: "What came back from the sign-in page was not accepted. Sign in again; if it fails again, tell us the reference.",
        step: "Sign in again",
      };
    case "too-many":
      return {
        title: "Too many sign-ins from here",
        text: "So many were begun at your address in the last minute that we wait a little. Try again in a minute.",
        step: "Try again",
      };
    case "unavailable":
      return {
        title: "We can’t look up your session now",
        text: "This is on our side, and usually short. If you were signed in, you still are: try again in a moment.",
        step: "Try again",
      };
    case "wrong-role":
      return {
        title: `This portal is for ${portals[portal].people}`,
        text:
          theirs.length > 0
            ? `Your account is one for ${theirs.map((group) => portals[group].people).join(" and ")}, so you are not signed in here.`
            : "Your account has no role with us yet, so you are not signed in here.",
        step: "other-portal",
      };
    case "not-signed-out":
      return {
        title: "You are not signed out yet",
        text: "Your session could not be ended now. Try again in a moment: until then, whoever uses this browser is signed in as you.",
        step: "here",
      };
    case "still-signed-in":
      return {
        title: "You are still signed in",
        text: "Your sessions could not be ended now. Try again in a moment, and look at your account to see which are left.",
        step: "everywhere",
      };
    default:
      return { title: "Sign in", text: `This portal is for ${portals[portal].people}.`, step: "Sign in" };
  }
}
