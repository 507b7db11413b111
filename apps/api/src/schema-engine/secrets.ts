/** Takes the password out of every database address in a text, since the text ends in a log. */
export function maskPasswords(text: string): string {
  return text
    .replace(/(postgres(?:ql)?:\/\/[^:/@\s"]*:)[^@\s"]*@/g, "$1***@")
    .replace(/([?&](?:password|sslpassword)=)[^&\s"]*/g, "$1***");
}
