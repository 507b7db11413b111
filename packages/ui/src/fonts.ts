import localFont from "next/font/local";

/** Served by the portal itself and preloaded; fallbacks get the same metrics, so that text does not jump. */
const figtree = localFont({
  src: "../node_modules/@fontsource-variable/figtree/files/figtree-latin-wght-normal.woff2",
  weight: "300 900",
  variable: "--font-figtree",
});

const sourceSerif = localFont({
  src: "../node_modules/@fontsource-variable/source-serif-4/files/source-serif-4-latin-wght-normal.woff2",
  weight: "200 900",
  variable: "--font-source-serif",
  adjustFontFallback: "Times New Roman",
});

export const fontVariables = `${figtree.variable} ${sourceSerif.variable}`;
