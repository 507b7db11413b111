export type { Answer, Refused, Unavailable } from "./answer";
export {
  type CompletedFile,
  completedFile,
  completeRequest,
  type FileAddress,
  type FilePage,
  type FileRefusal,
  type FileState,
  file,
  fileAddress,
  filePage,
  fileTypes,
  maxFileBytes,
  maxStoredBytes,
  refusalOf,
  type StoredFile,
  type Upload,
  type UploadRequest,
  upload,
  uploadRequest,
} from "./file";
export { type Group, group, groups } from "./group";
export { type AdminOverview, adminOverview, type Me, type MeWrite, me, meWrite } from "./me";
export { basisPoints, sen } from "./money";
export { type Note, type NotePage, type NoteStatus, note, notePage, noteStatus, noteStatuses } from "./note";
export { type PageQuery, pageOf, pageQuery } from "./page";
export { type Problem, problem } from "./problem";
export {
  type MySessions,
  mySessions,
  type Session,
  type SessionWrite,
  session,
  sessionHandle,
  sessionHandleHeader,
  sessionHours,
  sessionWrite,
} from "./session";
export { fileSize } from "./size";
export { type Version, version } from "./version";
export { written } from "./written";
