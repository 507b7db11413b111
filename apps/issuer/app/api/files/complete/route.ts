import { completeRequest } from "@cashsouk/types";
import { readBody } from "../body";
import { inYourName } from "../in-your-name";

export async function POST(request: Request): Promise<Response> {
  const asked = await readBody(request, completeRequest);
  return asked instanceof Response ? asked : inYourName((api) => api.completeUpload(asked.key));
}
