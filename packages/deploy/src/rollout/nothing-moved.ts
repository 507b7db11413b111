import { notBegun } from "../task";

/** What ended a rollout, or a service's turn, before anything was moved. */
export const nothingMoved = (thrown: unknown): unknown => notBegun(thrown, "nothing was moved");
