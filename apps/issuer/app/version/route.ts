import { versionRoute } from "@cashsouk/config";

export const GET = versionRoute("issuer");
