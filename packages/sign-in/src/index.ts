export type { Session, SessionLookup, User } from "./session";
export { signIn } from "./sign-in";
