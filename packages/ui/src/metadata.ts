import type { Metadata } from "next";
import { starPath } from "./star";

const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path fill="#8A0304" d="${starPath}"/></svg>`;

/** Titles of inner pages go before the portal's own name; a portal for staff stays out of search engines. */
export function portalMetadata({
  title,
  description,
  listed = true,
}: {
  title: string;
  description: string;
  listed?: boolean;
}): Metadata {
  return {
    title: { default: title, template: `%s · ${title}` },
    description,
    icons: { icon: `data:image/svg+xml,${encodeURIComponent(icon)}` },
    robots: { index: listed, follow: listed },
  };
}
