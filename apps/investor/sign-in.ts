import { signIn } from "@cashsouk/sign-in";

export const { authRoutes, currentSession, requireSession } = signIn("investor");
