export * from "@cashsouk/config/environment";
