// A menu that opens at the end of the document is far away for a keyboard: the focus goes into
// it when it opens, and back to its button with Escape.

const SOON = 50, TRIES = 40;
const entered = new WeakSet();

export default function mount({ data, parentElement }) {
  if (entered.has(parentElement)) return;
  entered.add(parentElement);
  const body = parentElement.closest("[data-testid=stPopoverBody]");
  if (!body) return;
  body.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const opener = document.querySelector(`.st-key-${data.menu} [data-testid=stPopoverButton]`);
    if (!opener) return;
    event.stopPropagation();
    if (opener.getAttribute("aria-expanded") === "true") opener.click();
    opener.focus();
  });
  enter(body, TRIES);
}

function enter(body, left) {
  if (!body.isConnected || body.contains(document.activeElement)) return;
  const first = body.querySelector("button:not([disabled])");
  if (first && first.offsetParent) first.focus({ preventScroll: true });
  else if (left) setTimeout(() => enter(body, left - 1), SOON);
}
