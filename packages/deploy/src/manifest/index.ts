export { type Manifest, type Service, parseManifest } from "./manifest";
export { discoverManifest } from "./discover";
export { pickServices } from "./pick-services";
