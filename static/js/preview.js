// The panel beside an article's form: the public page in a frame, at the width of a phone or of a desk.
// It shows what is saved; whoever saves without leaving the page says so with the event "qcdc:saved".
const panel = document.querySelector("[data-preview]");

if (panel) {
  const body = panel.querySelector("#preview-body");
  const frame = panel.querySelector("iframe");
  const open = panel.querySelector("[data-preview-open]");
  const widths = [...panel.querySelectorAll("[data-preview-width]")];

  const reload = () => {
    const scrolled = frame.contentWindow?.scrollY ?? 0;
    frame.addEventListener("load", () => frame.contentWindow?.scrollTo(0, scrolled), { once: true });
    frame.src = frame.dataset.src;
  };

  const show = (shown) => {
    body.hidden = !shown;
    open.setAttribute("aria-expanded", String(shown));
    document.documentElement.classList.toggle("has-preview", shown);
    if (shown) {
      reload();
      widths.find((button) => button.ariaPressed === "true")?.focus();
    } else {
      open.focus();
    }
  };

  const widen = (width) => {
    panel.dataset.width = width;
    document.documentElement.classList.toggle("has-wide-preview", width === "desktop");
    for (const button of widths) button.setAttribute("aria-pressed", String(button.dataset.previewWidth === width));
  };

  open.hidden = false;
  widen("phone");
  open.addEventListener("click", () => show(body.hidden));
  panel.querySelector("[data-preview-close]").addEventListener("click", () => show(false));
  panel.querySelector("[data-preview-reload]").addEventListener("click", reload);
  for (const button of widths) button.addEventListener("click", () => widen(button.dataset.previewWidth));
  panel.addEventListener("keydown", (event) => event.key === "Escape" && !body.hidden && show(false));
  document.addEventListener("qcdc:saved", () => body.hidden || reload());
}
