// The buttons of the rich-text editor for whoever has no mouse: one stop of Tab, arrows between them, and words of our language.
import { Extension } from "django-prose-editor/editor";

const among = (buttons, now, key) => {
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[key];
  if (step) return buttons.at((buttons.indexOf(now) + step) % buttons.length);
  return { Home: buttons[0], End: buttons.at(-1) }[key];
};

const SAYING = "[title], .prose-menubar__option *, dialog option";

const translate = (frame, words) => {
  for (const each of frame.querySelectorAll(SAYING)) {
    const word = words[each.title || each.ariaLabel || each.textContent];
    if (!word) continue;
    if (each.title) each.title = each.ariaLabel = word;
    else if (each.ariaLabel) each.ariaLabel = word;
    else if (each.tagName === "OPTION") each.replaceWith(new Option(word, each.value, each.defaultSelected, each.selected));
    else each.textContent = word;
  }
};

// Lists and tables use Tab for themselves: after Esc it leads out of the text.
const leadOut = (text, frame, toBar) => {
  let leaving = false;
  text.addEventListener("blur", () => {
    leaving = false;
  });
  frame.addEventListener(
    "keydown",
    (event) => {
      if (!text.contains(event.target)) return;
      if (event.key === "F10" && event.altKey) {
        event.preventDefault();
        toBar();
      } else if (event.key === "Tab" && leaving) event.stopPropagation();
      else if (event.key !== "Shift") leaving = event.key === "Escape";
    },
    true,
  );
};

export const Toolbar = Extension.create({
  name: "toolbar",
  priority: 1, // After the menu has been made.

  addOptions() {
    return { label: "", hint: "", words: {} };
  },

  onCreate() {
    const { editor, options } = this;
    const text = editor.view.dom;
    const frame = text.closest(".prose-editor");
    const field = frame.querySelector("textarea");
    const bar = frame.querySelector(".prose-menubar");
    bar.setAttribute("role", "toolbar");
    bar.setAttribute("aria-label", options.label);

    const hint = Object.assign(document.createElement("p"), { className: "help prose-editor__hint", textContent: options.hint });
    hint.id = `${field.id}_keys`;
    frame.append(hint);
    text.setAttribute("aria-describedby", [field.getAttribute("aria-describedby"), hint.id].filter(Boolean).join(" "));
    if (field.ariaInvalid) text.ariaInvalid = field.ariaInvalid;

    const stops = () => [...bar.querySelectorAll(".prose-menubar__button:not(.hidden)")];
    let place = 0;
    const refresh = () => {
      translate(frame, options.words);
      const buttons = stops();
      place = Math.min(place, buttons.length - 1);
      buttons.forEach((button, index) => {
        button.tabIndex = index === place ? 0 : -1;
        button.ariaDisabled = String(button.classList.contains("disabled"));
        if (button.closest(".prose-menubar__dropdown")) button.ariaHasPopup = "true";
        else button.ariaPressed = String(button.classList.contains("active"));
      });
    };
    editor.on("transaction", () => queueMicrotask(refresh));
    refresh();
    // Its dialogs are put into the frame when they open.
    new MutationObserver(refresh).observe(frame, { childList: true });

    bar.addEventListener("focusin", (event) => {
      const at = stops().indexOf(event.target);
      if (at < 0) return;
      place = at;
      refresh();
    });
    bar.addEventListener("keydown", (event) => {
      const options = event.target.closest(".prose-menubar__picker");
      if (event.key === "Escape" && !options) editor.view.focus();
      const next = among(options ? [...options.querySelectorAll("button:not(.hidden)")] : stops(), event.target, event.key);
      if (!next) return;
      event.preventDefault();
      next.focus();
    });
    bar.addEventListener("click", () => bar.querySelector(":popover-open button:not(.hidden)")?.focus());
    leadOut(text, frame, () => stops()[place]?.focus());
  },
});
