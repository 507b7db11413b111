export { default } from "@cashsouk/config/next";
