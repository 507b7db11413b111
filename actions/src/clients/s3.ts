import { HeadObjectCommand, PutObjectCommand, type S3 as Whole, S3Client } from "@aws-sdk/client-s3";
import { withCalls } from "./with-calls";

export const S3 = withCalls<Whole>()(S3Client, {
  HeadObjectCommand,
  PutObjectCommand,
});
