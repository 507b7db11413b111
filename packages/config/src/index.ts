export { type ApiCall, type ApiRequest, apiCall } from "./api-call";
export { type ApiClient, apiClient } from "./api-client";
export { freshFor } from "./fresh-for";
export { type Log, jsonLog } from "./log";
export {
  type PortalConfiguration,
  readLandingConfiguration,
  readSignInConfiguration,
  type SignInConfiguration,
} from "./portal-configuration";
export { type PortalAddresses, type PortalName, portalAddresses } from "./portals";
export { startPortal } from "./start";
export { versionRoute } from "./version";
