import "./deploy-git.mjs";
import "./deploy-content.mjs";
export {};
