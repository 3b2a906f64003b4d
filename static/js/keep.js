// A form of the newsroom never loses a word: it saves itself while it is typed into, is copied in the browser,
// waits for an expired login, and is sent once however often the button is pressed.
import { copiesOf, drop, keyOf, put, SENT } from "./copies.js";
import { watchPresence } from "./presence.js";
import { Session } from "./session.js";

const PAUSE = 2_000;
const LONGEST = 15_000;
const MARKS = new Set(["csrfmiddlewaretoken", "form_token", "form_revision", "form_user", "form_base"]);

const home = document.getElementById("keeping");
const form = document.getElementById(home.dataset.form);
const key = keyOf(home.dataset);
const session = new Session(home);

const state = home.querySelector("[data-role=state]");
const say = (text, trouble = false) => {
  state.textContent = text;
  state.classList.toggle("keeping__trouble", trouble);
};

const texts = (of = form) => [...new FormData(of)].filter(([name, value]) => typeof value === "string" && !name.includes("__prefix__"));
const typed = (fields = texts()) => JSON.stringify(fields.filter(([name]) => !MARKS.has(name)));

// What the page came with, whatever was typed before this script was there.
const asItCame = () => {
  const fresh = form.cloneNode(true);
  fresh.reset();
  return typed(texts(fresh));
};

// What is stored, as far as this page knows; a page that came back refused, or with what was kept, holds more than is stored.
const holdsMore = "restored" in home.dataset || document.querySelector(".errornote") !== null;
let stored = holdsMore ? "" : asItCame();
let seen = stored || typed();
let touched = holdsMore;
let lastTyped = 0;

const isDirty = () => typed() !== stored;

const copy = () => {
  if (!put(key, texts().filter(([name]) => name !== "csrfmiddlewaretoken"))) say(home.dataset.notKept, true);
};

// Saving while typing

let pause = null;
let firstUnsaved = 0;
let running = null;
let onceMore = false;
let sending = false;
let passing = false;
let declined = false;

const changed = (says) => {
  const line = home.querySelector("[data-role=changed]");
  line.hidden = false;
  line.querySelector("span").textContent = says;
};

const noticed = () => {
  const now = typed();
  if (now === seen || passing) return;
  seen = now;
  touched = true;
  lastTyped = Date.now();
  copy();
  firstUnsaved ||= Date.now();
  clearTimeout(pause);
  pause = setTimeout(save, Math.max(0, Math.min(PAUSE, firstUnsaved + LONGEST - Date.now())));
};

const post = (fields, more = []) => {
  const body = new FormData();
  for (const [name, value] of [...fields, ...more]) body.append(name, value);
  return fetch(home.dataset.keep, { method: "POST", body, redirect: "manual", headers: { Accept: "application/json" } });
};

const isSaid = (response) => response.headers.get("Content-Type")?.startsWith("application/json");

const save = () => {
  if (sending) return running;
  if (running) {
    onceMore = true;
    return running;
  }
  running = keep()
    .catch(() => {
      say(home.dataset.offline, true);
      later();
    })
    .finally(() => {
      running = null;
      if (onceMore && !sending) {
        onceMore = false;
        save();
      }
    });
  return running;
};

const later = () => {
  clearTimeout(pause);
  pause = setTimeout(save, LONGEST);
};

const keep = async (again = false) => {
  firstUnsaved = 0;
  const fields = texts();
  say(home.dataset.saving);
  const response = await post(fields);
  if (response.type === "opaqueredirect" || (response.status === 403 && !isSaid(response))) {
    say(home.dataset.loggedOut, true);
    if (again || declined) return;
    declined = !(await session.ensure());
    if (!declined) await keep(true);
    return;
  }
  if (!isSaid(response)) throw new Error(String(response.status));
  const said = await response.json();
  say(said.kept ?? said.says, !response.ok);
  if (response.status === 409 && said.kept) changed(said.says);
  if (!response.ok) return;
  if ("revision" in said) form.elements.form_revision.value = said.revision;
  if ("base" in said) form.elements.form_base.value = said.base;
  if (said.saved) {
    stored = typed(fields);
    if (!isDirty()) drop(key);
  }
};

for (const kind of ["input", "change", "formset:added", "formset:removed"]) form.addEventListener(kind, () => setTimeout(noticed, 60));
form.addEventListener("pointerup", () => setTimeout(noticed, 200));
window.django?.jQuery?.(form).on("change", () => setTimeout(noticed, 60));

addEventListener("pagehide", noticed);
addEventListener("beforeunload", (event) => {
  noticed();
  if (!passing && touched && isDirty()) event.preventDefault();
});

// Sending once

const buttons = () => form.querySelectorAll("input[type=submit], button[type=submit]");
const lock = (locked) => {
  sending = locked;
  for (const button of buttons()) button.disabled = locked;
};

const send = async (name, value) => {
  if (sending) return;
  lock(true);
  clearTimeout(pause);
  copy();
  say(home.dataset.saving);
  try {
    await running;
    if (!(await session.ensure())) {
      say(home.dataset.loggedOut, true);
      lock(false);
      return;
    }
  } catch {
    say(home.dataset.offline, true);
    lock(false);
    later();
    return;
  }
  form.querySelector("[data-sent]")?.remove();
  if (name) {
    const input = Object.assign(document.createElement("input"), { type: "hidden", name, value });
    input.dataset.sent = "";
    form.append(input);
  }
  try {
    sessionStorage.setItem(SENT, key);
  } catch {
    // The copy stays until it is seen to say nothing new.
  }
  passing = true;
  HTMLFormElement.prototype.submit.call(form);
};

form.addEventListener("submit", (event) => {
  if (event.defaultPrevented) return;
  event.preventDefault();
  declined = false;
  send(event.submitter?.name, event.submitter?.value);
});
home.querySelector("[data-do=compare]").addEventListener("click", () => send("_compare", "1"));

addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  passing = false;
  form.querySelector("[data-sent]")?.remove();
  lock(false);
});

// Copies that this browser still holds are handed to the server, which knows what was saved and what says more.

const offer = async ({ key: name, token, at, fields }) => {
  if (typed(fields) === stored) return drop(name);
  const csrf = form.elements.csrfmiddlewaretoken.value;
  const response = await post(fields, [["csrfmiddlewaretoken", csrf], ["only_keep", "1"]]);
  if (!isSaid(response)) return;
  const said = await response.json();
  if (said.saved) return drop(name);
  if (document.querySelector(`.keeping__offer[data-token="${CSS.escape(token)}"]`)) return;
  const page = home.querySelector("template").innerHTML.replaceAll("TOKEN", encodeURIComponent(token));
  home.insertAdjacentHTML("afterbegin", page);
  home.querySelector("input[name=csrfmiddlewaretoken]").value = csrf;
  home.querySelector("time").textContent = new Date(at).toLocaleString(document.documentElement.lang || "vi", {
    dateStyle: "short",
    timeStyle: "short",
  });
};

document.addEventListener("submit", (event) => {
  const token = event.target.closest?.(".keeping__offer")?.dataset.token;
  if (token) drop(keyOf({ ...home.dataset, token }));
});

for (const each of copiesOf(home.dataset).filter(({ token }) => token !== home.dataset.token).slice(0, 5)) {
  offer(each).catch(() => {});
}

watchPresence(home, form, () => lastTyped, changed);
noticed();
