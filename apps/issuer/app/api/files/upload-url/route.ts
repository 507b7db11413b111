import { uploadRequest } from "@cashsouk/types";
import { readBody } from "../body";
import { inYourName } from "../in-your-name";

export async function POST(request: Request): Promise<Response> {
  const asked = await readBody(request, uploadRequest);
  return asked instanceof Response ? asked : inYourName((api) => api.askForUpload(asked));
}
