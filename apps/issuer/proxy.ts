import { portalProxy } from "@cashsouk/sign-in/proxy";

export const proxy = portalProxy("issuer");
