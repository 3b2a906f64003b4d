// Where the keyboard stands after the page has changed: at the first mistake, in a line that was added, beside one taken out.
const ENTRIES = "input:not([type=hidden]), select, textarea, [contenteditable=true]";

function enter(root) {
  const entry = [...root.querySelectorAll(ENTRIES)].find((each) => each.checkVisibility() && !each.closest("h3"));
  if (entry?.matches(".select2-hidden-accessible")) entry.nextElementSibling.querySelector(".select2-selection").focus();
  else entry?.focus();
}

addEventListener("load", () => {
  const mistake = document.querySelector("#content form .errorlist:not(.nonfield)");
  if (mistake) enter(mistake.closest(".form-row, td, .fieldBox, div"));
});

document.addEventListener("formset:added", (event) => {
  const button = document.activeElement;
  if (button?.closest(".add-row")) setTimeout(() => enter(event.target), 0);
});

document.addEventListener("formset:removed", (event) => {
  const prefix = event.detail.formsetName;
  if (document.activeElement === document.body) document.querySelector(`#${CSS.escape(prefix)}-group .add-row a`)?.focus();
});

// A link that calls itself a button answers to the space bar too.
document.addEventListener("keydown", (event) => {
  const button = event.target.closest("a[role=button]");
  if (event.key !== " " || !button) return;
  event.preventDefault();
  button.click();
});
