const endings: Readonly<Record<string, readonly [string, ...string[]]>> = {
  "application/pdf": [".pdf"],
  "image/png": [".png"],
  "image/jpeg": [".jpg", ".jpeg", ".jfif", ".jpe"],
};

/** What a browser saves it as: with an ending of its type, since that is by what a computer opens it (`invoice.hta`). */
export function savedName(fileName: string, contentType: string): string {
  const own = endings[contentType];
  return !own || own.some((ending) => fileName.toLowerCase().endsWith(ending)) ? fileName : `${fileName}${own[0]}`;
}
