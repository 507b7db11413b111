export { type Manifest, type Service, parseManifest, pickServices } from "./manifest";
