export type { Session, User } from "./session";
export { type PortalSignIn, signIn } from "./sign-in";
