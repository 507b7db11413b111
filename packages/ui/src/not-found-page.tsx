import { ButtonLink } from "./button-link";
import { NoticePage } from "./notice-page";

export function NotFoundPage() {
  return (
    <NoticePage
      title="This page does not exist"
      text="The address may be mistyped, or the page has moved. Nothing of yours is lost."
    >
      <ButtonLink href="/">Go to the front page</ButtonLink>
    </NoticePage>
  );
}
