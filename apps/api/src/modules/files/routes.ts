import { completeRequest, uploadRequest } from "@cashsouk/types";
import { Router } from "express";
import { z } from "zod";
import { signedIn } from "../../http/caller";
import { listQuery } from "../../http/page";
import { jsonBody, parseBody, parsePath, parseQuery } from "../../http/parse";
import { completeUpload, fileAddressOf, type Files, listFiles, promiseUpload } from "./service";

/** A name at its longest, and the rest of the body. */
const bodyLimitBytes = 8 * 1024;
const filePath = z.object({ id: z.uuid("want a file's id") });

/** The signed-in user's own files; only behind `requireUser`. */
export function filesRoutes(files: Files): Router {
  const router = Router();
  router.post("/upload-url", jsonBody(bodyLimitBytes), async (request, response) => {
    const { subject } = signedIn(response);
    response.json(await promiseUpload(files, subject, parseBody(uploadRequest, request)));
  });
  router.post("/complete", jsonBody(bodyLimitBytes), async (request, response) => {
    const { subject } = signedIn(response);
    response.json(await completeUpload(files, subject, parseBody(completeRequest, request).key));
  });
  router.get("/", async (request, response) => {
    response.json(await listFiles(files, signedIn(response).subject, parseQuery(listQuery, request)));
  });
  router.get("/:id/url", async (request, response) => {
    response.json(await fileAddressOf(files, signedIn(response).subject, parsePath(filePath, request).id));
  });
  return router;
}
