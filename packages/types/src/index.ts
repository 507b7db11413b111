export { basisPoints, sen } from "./money";
export { type Note, type NotePage, type NoteStatus, note, notePage, noteStatus, noteStatuses } from "./note";
export { type PageQuery, pageOf, pageQuery } from "./page";
export { type Problem, problem } from "./problem";
export { type Version, version } from "./version";
