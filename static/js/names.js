// Names for fields that the widgets of the admin leave without one: rich text, choices, and the cells of tables.
const labelOf = (field) =>
  (field?.id && document.querySelector(`label[for="${CSS.escape(field.id)}"]`)?.textContent.replace(/:\s*$/, "").trim()) || headOf(field);

function headOf(field) {
  const cell = field?.closest("td");
  const head = cell && cell.closest("table")?.tHead?.rows[0]?.cells;
  if (!head) return "";
  const name = [...cell.classList].find((each) => each.startsWith("field-"))?.slice(6);
  const column = [...head].find((each) => each.classList.contains(`column-${name}`));
  return (column ?? head[cell.classList.contains("delete") ? head.length - 1 : 0]).textContent.trim();
}

function name(root) {
  for (const editor of root.querySelectorAll(".ProseMirror[contenteditable]:not([aria-label])")) {
    editor.setAttribute("aria-label", labelOf(editor.closest(".form-row, td")?.querySelector("textarea")) || document.title);
  }
  for (const choice of root.querySelectorAll(".select2-selection:not([data-named])")) {
    const select = choice.closest(".select2-container")?.previousElementSibling;
    const chosen = choice.querySelector(".select2-selection__rendered");
    choice.dataset.named = "";
    choice.removeAttribute("aria-labelledby");
    choice.setAttribute("aria-label", [labelOf(select), chosen?.title].filter(Boolean).join(": "));
    if (chosen?.tagName === "UL") chosen.setAttribute("role", "presentation");
    choice.querySelector(".select2-search__field")?.setAttribute("aria-label", labelOf(select));
    if (chosen?.tagName !== "UL") chosen?.setAttribute("aria-label", choice.getAttribute("aria-label"));
  }
  for (const search of root.querySelectorAll(".select2-dropdown .select2-search__field:not([aria-label])")) {
    const select = document.querySelector(".select2-hidden-accessible:has(+ .select2-container--open)");
    const choice = select?.nextElementSibling.querySelector(".select2-selection");
    search.setAttribute("aria-label", labelOf(select));
    choice?.setAttribute("aria-controls", choice.getAttribute("aria-owns"));
  }
  // A list of choices holds nothing but choices; what it says instead of them is still read out.
  for (const message of root.querySelectorAll(".select2-results__message[role=alert]")) {
    message.setAttribute("role", "option");
    message.setAttribute("aria-disabled", "true");
    message.setAttribute("aria-live", "assertive");
  }
  for (const field of root.querySelectorAll("td input:not([type=hidden]):not([aria-label]), td select:not([aria-label]), td textarea:not([aria-label])")) {
    if (!document.querySelector(`label[for="${CSS.escape(field.id)}"]`) && headOf(field)) field.setAttribute("aria-label", headOf(field));
  }
}

// The filters of Django's two boxes carry a name on an element without a role.
const icons = () => {
  for (const icon of document.querySelectorAll(".search-label-icon:not([role])")) icon.setAttribute("role", "img");
};

const all = () => {
  name(document);
  icons();
};
addEventListener("load", all);
new MutationObserver((changes) => {
  // What was chosen is part of the name.
  for (const { target } of changes) delete target.closest(".select2-selection")?.dataset.named;
  all();
}).observe(document.body, { childList: true, subtree: true });
