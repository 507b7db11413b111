export type { Session, SessionLookup, User } from "./session";
export { type PortalSignIn, signIn } from "./sign-in";
