export { type Manifest, type Service, parseManifest, pickServices } from "./manifest";
export { discoverManifest } from "./discover";
