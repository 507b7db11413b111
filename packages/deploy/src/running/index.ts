export { look } from "./look";
export type { Sighting } from "./observe";
export { render, type Table, table } from "./table";
