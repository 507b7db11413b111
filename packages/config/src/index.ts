export { type Answer, type ApiClient, apiClient } from "./api-client";
export { type Log, jsonLog } from "./log";
export { type PortalAddresses, type PortalName, portalAddresses } from "./portals";
export { type Runtime, readRuntime } from "./runtime";
export { versionRoute } from "./version";
