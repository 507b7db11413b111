import { signIn } from "@cashsouk/sign-in";

export const { authRoutes, currentSession, lookUpSession, requireSession } = signIn("issuer");
