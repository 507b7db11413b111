export { NotFoundPage as default } from "@cashsouk/ui";
