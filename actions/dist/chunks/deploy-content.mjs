import "./deploy-workspace.mjs";
import "./deploy-manifest.mjs";
export {};
