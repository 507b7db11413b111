import { packageAt } from "../workspace";
import type { ImageInputs } from "./inputs";
import { isEmpty } from "./is-in";

/** Why more may go into an image, of which git shows nothing: a build is not given it. */
export function unseenOf({ leavingLinks, packages, workspace, tree }: ImageInputs): string[] {
  const isMade = (place: string) => packages.has(packageAt(workspace, place, packages));
  return [
    ...[...leavingLinks].map(
      ([link, place]) => `the link ${link} leads to ${place}, outside of the folder that is looked at`,
    ),
    ...packages.outside
      .filter((place) => !workspace.hidden.isShown(place) && !isMade(place) && isEmpty(tree, place))
      .map((place) => `a dependency leads to ${place}, and git shows nothing there`),
  ];
}
