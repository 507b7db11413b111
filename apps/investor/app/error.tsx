"use client";

export { ErrorPage as default } from "@cashsouk/ui";
