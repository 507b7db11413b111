export { readFolderImage } from "@cashsouk/deploy/image";
