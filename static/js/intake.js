// The screen of a pasted report: what is found lights up with the field that holds it, lines are put in order without leaving the page,
// and everything goes by keyboard. Without this script the same buttons send the form.
const form = document.getElementById("intake_form");
const HOVER = 200;
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const behavior = () => (calm.matches ? "auto" : "smooth");

document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.key !== "Enter" || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  form.requestSubmit(form.querySelector(".intake__file"));
});

// A file that is dropped anywhere on the page of pasting is chosen, not opened in place of the page.

const chooser = form.querySelector(".paste__file input[type=file]");
if (chooser) {
  const zone = chooser.closest(".paste__file");
  const carries = (event) => event.dataTransfer?.types.includes("Files");
  document.addEventListener("dragover", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    zone.classList.add("is-over");
  });
  document.addEventListener("dragleave", () => zone.classList.remove("is-over"));
  document.addEventListener("drop", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    zone.classList.remove("is-over");
    chooser.files = event.dataTransfer.files;
    chooser.focus();
  });
}

const text = () => form.querySelector("[data-text]");

// Between the text and the form

const stretches = (words) =>
  (words ?? "")
    .split(" ")
    .filter(Boolean)
    .map((each) => each.split("-").map(Number));

const marksAt = (element) => {
  const wanted = stretches(element.dataset.at);
  return [...text().querySelectorAll(".found")].filter((mark) => {
    const [[start, end]] = stretches(mark.dataset.at);
    return wanted.some(([from, to]) => start < to && end > from);
  });
};

// A field that has no words of its own in the text shows those of its line.
const holderOf = (element) => {
  const field = element.closest(".field[data-at]");
  return field ?? element.closest("[data-at]:not(.found)");
};

const fieldOf = (mark) => document.getElementById(mark.dataset.target);

let lit = [];
const light = (marks, holder) => {
  for (const each of lit) each.classList.remove("is-lit", "is-lit-field");
  for (const mark of marks) mark.classList.add("is-lit");
  holder?.classList.add("is-lit-field");
  lit = [...marks, holder].filter(Boolean);
};

const showText = (mark) => {
  const pane = form.querySelector(".intake__text");
  const top = mark.getBoundingClientRect().top - pane.getBoundingClientRect().top;
  if (top < 60 || top > pane.clientHeight - 60) pane.scrollTo({ top: pane.scrollTop + top - pane.clientHeight / 3, behavior: behavior() });
};

const showField = (holder) => {
  for (let folded = holder.closest("details"); folded; folded = folded.parentElement.closest("details")) folded.open = true;
  holder.scrollIntoView({ block: "nearest", behavior: behavior() });
};

const point = (target, scroll) => {
  const mark = target.closest?.(".found");
  if (mark) {
    const holder = fieldOf(mark);
    light(holder?.dataset.at ? marksAt(holder) : [mark], holder);
    if (holder && scroll) showField(holder);
    return;
  }
  const holder = target.closest?.(".intake__form") && holderOf(target);
  if (!holder) return;
  const marks = marksAt(holder);
  light(marks, null);
  if (marks.length && scroll) showText(marks[0]);
};

let waiting = null;
if (text()) {
  form.addEventListener("pointerover", (event) => {
    clearTimeout(waiting);
    if (event.pointerType === "mouse") waiting = setTimeout(() => point(event.target, true), HOVER);
  });
  form.addEventListener("pointerleave", () => clearTimeout(waiting));
}

let cameFrom = null;
form.addEventListener("focusin", (event) => {
  if (!text()) return;
  point(event.target, true);
  if (event.target.closest(".intake__form")) cameFrom = event.target;
});

const enter = (holder) => {
  showField(holder);
  const FIELDS = "input:not([type=hidden]), select, textarea";
  const inside = holder.querySelector(".line__body") ?? holder;
  (holder.matches(FIELDS) ? holder : (inside.querySelector(FIELDS) ?? holder)).focus();
};

// One stop in the text for the keyboard; the arrows go from mark to mark, Enter to the field, Escape back and forth.

const links = () => [...text().querySelectorAll(".found a")];
const stopAt = (link) => {
  for (const each of links()) each.tabIndex = each === link ? 0 : -1;
};

form.addEventListener("click", (event) => {
  const mark = event.target.closest(".found");
  if (!mark) return;
  const holder = fieldOf(mark);
  if (!holder) return;
  event.preventDefault();
  enter(holder);
});

document.addEventListener("click", (event) => {
  const link = event.target.closest(".first a[href^='#']");
  const target = link && document.getElementById(link.hash.slice(1));
  if (!target) return;
  event.preventDefault();
  if (target.closest("[data-text]")) {
    stopAt(target);
    target.focus({ preventScroll: true });
    showText(target);
  } else enter(target);
});

const WAYS = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };
form.addEventListener("keydown", (event) => {
  if (!text()) return;
  const link = event.target.closest(".found a");
  if (link && event.key in WAYS && !event.altKey) {
    event.preventDefault();
    const all = links();
    const next = all[all.indexOf(link) + WAYS[event.key]];
    if (!next) return;
    stopAt(next);
    next.focus({ preventScroll: true });
    showText(next);
  } else if (event.key === "Escape") {
    if (event.target.closest(".intake__text")) {
      if (cameFrom?.isConnected) cameFrom.focus();
      return;
    }
    const holder = holderOf(event.target);
    const mark = holder && marksAt(holder).find((each) => each.querySelector("a"));
    if (!mark) return;
    event.preventDefault();
    const back = event.target;
    stopAt(mark.querySelector("a"));
    mark.querySelector("a").focus({ preventScroll: true });
    showText(mark);
    cameFrom = back;
  } else if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown") && !event.target.matches("select")) {
    const line = event.target.closest(".line");
    const button = line?.querySelector(`button[value$=":${event.key === "ArrowUp" ? "up" : "down"}"]`);
    if (!line) return;
    event.preventDefault();
    button?.click();
  }
});

// Lines: the server does what the button says; only what has changed is put into the page.

const TO = { up: -1, join: -1, down: 1, split: 1 };
let busy = false;

const cut = (button) => {
  const area = button.closest(".line").querySelector("textarea[name$='-text'], textarea[name$='-name']");
  const at = area.selectionStart;
  if (!at || at >= area.value.length || area.value.includes("\n\n")) return area.value.includes("\n\n");
  area.value = `${area.value.slice(0, at).trimEnd()}\n\n${area.value.slice(at).trimStart()}`;
  return true;
};

const arrange = async (button) => {
  const [part, place, what] = button.value.split(":").length === 3 ? button.value.split(":") : [button.value.split(":")[0], "", "add"];
  const body = new FormData(form);
  body.set("_line", button.value);
  const response = await fetch(form.action, { method: "POST", body });
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const fresh = page.querySelector("#intake_form [data-swap]");
  if (!response.ok || !fresh || page.querySelector("#keeping[data-restored]")) throw new Error(String(response.status));
  const pane = form.querySelector(".intake__text").scrollTop;
  const open = [...form.querySelectorAll("details[open]")].map((each) => each.closest("[id]").id);
  form.querySelector("[data-swap]").replaceWith(document.adoptNode(fresh));
  form.elements.form_revision.value = page.querySelector("input[name=form_revision]").value;
  for (const id of open) document.getElementById(id)?.querySelectorAll("details:not(.chips__more)").forEach((each) => (each.open = true));
  form.querySelector(".intake__text").scrollTop = pane;
  const lines = form.querySelectorAll(`#${part} .line`);
  const line = lines[what === "add" ? lines.length - 1 : Math.max(0, Math.min(lines.length - 1, Number(place) + (TO[what] ?? 0)))];
  if (line) enter(line);
  stopAt(links()[0]);
  form.dispatchEvent(new Event("change", { bubbles: true }));
};

form.addEventListener("click", async (event) => {
  const button = event.target.closest("button[name=_line]");
  if (!button) return;
  event.preventDefault();
  if (busy) return;
  if (button.value.endsWith(":split") && !cut(button)) {
    button.closest(".line").querySelector("textarea").focus();
    return;
  }
  busy = true;
  try {
    await arrange(button);
  } catch {
    // An expired login, another's save, no connection: the ordinary way knows what to do.
    form.requestSubmit(button);
  } finally {
    busy = false;
  }
});

if (text()) stopAt(links()[0]);
