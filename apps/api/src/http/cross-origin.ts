import cors from "cors";

/** Pages of these origins may read our answers in a browser; no cookie is ever taken. */
export function crossOrigin(allowedOrigins: string[]) {
  return cors({
    origin: allowedOrigins,
    methods: ["GET", "HEAD", "PUT", "POST", "DELETE"],
    allowedHeaders: ["Authorization", "Content-Type", "X-Request-Id"],
    exposedHeaders: ["X-Request-Id", "Retry-After", "RateLimit", "RateLimit-Policy"],
    maxAge: 600,
  });
}
