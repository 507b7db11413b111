import { systemClock } from "@cashsouk/deploy";
import { openRepository } from "@cashsouk/deploy/git";
import { buildImages, imageSummary, readSource } from "@cashsouk/deploy/image";
import { runAction } from "../../src/run-action";
import { parseInputs } from "./inputs";
import { outputs } from "./outputs";

void runAction(async ({ read, aws, log, cancelled, output, summarise }) => {
  const { workingDirectory, manifest, ...options } = read(parseInputs);
  const { ECR } = await import("@aws-sdk/client-ecr");
  const ecr = aws(ECR);
  const source = await readSource(openRepository(workingDirectory, cancelled), manifest);
  const images = await buildImages(source, options, { ecr, clock: systemClock, log, signal: cancelled });
  if (images.size === 0) log.info("No service was asked for: nothing was built.");
  output(outputs(images));
  await summarise(imageSummary(images));
});
