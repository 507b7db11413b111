import {
  type AdminOverview,
  type Answer,
  adminOverview,
  type CompletedFile,
  completedFile,
  type FileAddress,
  type FilePage,
  fileAddress,
  filePage,
  type Me,
  type MySessions,
  me,
  mySessions,
  type NotePage,
  notePage,
  sessionHandleHeader,
  type Upload,
  type UploadRequest,
  upload,
} from "@cashsouk/types";
import type { ApiCall, Schema } from "./api-call";

/** One page of a list; the cursor is that of the page before. */
interface PageAsked {
  limit: number;
  cursor?: string;
}

/** The API's routes as a portal calls them. Whoever may not call one gets the API's refusal. */
export interface ApiClient {
  openNotes(page: PageAsked): Promise<Answer<NotePage>>;
  issuerNotes(page: PageAsked): Promise<Answer<NotePage>>;
  adminOverview(): Promise<Answer<AdminOverview>>;
  me(): Promise<Answer<Me>>;
  introduce(idToken: string): Promise<Answer<Me>>;
  mySessions(): Promise<Answer<MySessions>>;
  endMySessions(): Promise<Answer<undefined>>;
  askForUpload(request: UploadRequest): Promise<Answer<Upload>>;
  completeUpload(key: string): Promise<Answer<CompletedFile>>;
  files(page: PageAsked): Promise<Answer<FilePage>>;
  fileAddress(id: string): Promise<Answer<FileAddress>>;
}

/** `session` is the handle of the session in whose name is asked. */
export function apiClient(call: ApiCall, session?: string): ApiClient {
  const get = <Value>(path: string, schema: Schema<Value>) => call<Value>({ method: "GET", path, schema });
  return {
    openNotes: (page) => get(`/api/v1/notes${query(page)}`, notePage),
    issuerNotes: (page) => get(`/api/v1/issuer/notes${query(page)}`, notePage),
    adminOverview: () => get("/api/v1/admin/overview", adminOverview),
    me: () => get("/api/v1/me", me),
    introduce: (idToken) => call({ method: "PUT", path: "/api/v1/me", body: { idToken }, schema: me }),
    mySessions: () =>
      call({
        method: "GET",
        path: "/api/v1/me/sessions",
        ...(session ? { headers: { [sessionHandleHeader]: session } } : {}),
        schema: mySessions,
      }),
    endMySessions: () => call({ method: "DELETE", path: "/api/v1/me/sessions" }),
    askForUpload: (body) => call({ method: "POST", path: "/api/v1/files/upload-url", body, schema: upload }),
    completeUpload: (key) =>
      call({ method: "POST", path: "/api/v1/files/complete", body: { key }, schema: completedFile }),
    files: (page) => get(`/api/v1/files${query(page)}`, filePage),
    fileAddress: (id) => get(`/api/v1/files/${encodeURIComponent(id)}/url`, fileAddress),
  };
}

function query({ limit, cursor }: PageAsked): string {
  return `?${new URLSearchParams({ limit: String(limit), ...(cursor ? { cursor } : {}) }).toString()}`;
}
