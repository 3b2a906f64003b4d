// What the house adds to the rich-text editor: notes at the end of a text, and clean pasting from Word.
import { crel, Extension } from "django-prose-editor/editor";

const SIGN = /\[(\d{1,3})\]/g;

// A button that puts the next free sign where the cursor is, and a paragraph for the note at the end of the text.
export const Notes = Extension.create({
  name: "notes",

  addOptions() {
    return { title: "", text: "" };
  },

  addMenuItems({ menu, buttons }) {
    menu.defineItem({
      name: "notes:add",
      groups: "link",
      priority: 50,
      button: buttons.text("[1]", this.options.title),
      command: (editor) => {
        const text = editor.getText();
        const number = Math.max(0, ...[...text.matchAll(SIGN)].map((found) => Number(found[1]))) + 1;
        const words = this.options.text;
        const paragraph = { type: "paragraph", content: [{ type: "text", text: `[${number}] ${words}` }] };
        editor.chain().focus().insertContentAt(editor.state.selection.to, { type: "text", text: `[${number}]` }).run();
        editor.chain().insertContentAt(editor.state.doc.content.size, paragraph).run();
        const end = editor.state.doc.content.size - 1;
        editor
          .chain()
          .setTextSelection({ from: end - words.length, to: end })
          .focus()
          .scrollIntoView()
          .run();
      },
    });
  },
});

const FROM_WORD = /<[^>]*(?:\bmso-|\bMso[A-Z])|<o:p\b|<w:[a-z]/i;
const LEVEL = /mso-list:\s*[^;"']*?level(\d)/i;
const NUMBERED = /^\(?(?:\d{1,3}|[a-zđ]|[ivxlc]{1,6})[.)]$/iu;
const NOTE = /#_(?:ftn|edn)(?:ref)?(\d{1,3})$/;
const COMMENTS = "[style*='mso-element:comment-list'], [style*='mso-special-character:comment'], .msocomanchor, .MsoCommentReference";

const blank = (node) => !node.textContent.replaceAll("\u00a0", " ").trim() && !node.querySelector("img");

const rename = (element, name) => {
  const other = element.ownerDocument.createElement(name);
  other.append(...element.childNodes);
  element.replaceWith(other);
  return other;
};

const comment = (text, type) => {
  const left = [];
  const walker = text.createTreeWalker(text, NodeFilter.SHOW_COMMENT);
  while (walker.nextNode()) if (type.test(walker.currentNode.data)) left.push(walker.currentNode);
  return left;
};

const signOf = (paragraph) => {
  const span = paragraph.querySelector("[style*='mso-list:Ignore' i], [style*='mso-list: Ignore' i]");
  if (!span) return null;
  const sign = span.textContent.replaceAll("\u00a0", " ").trim();
  // Fonts of signs stand around it in spans of their own.
  let outer = span;
  while (outer.parentElement !== paragraph && outer.parentElement.textContent === span.textContent) outer = outer.parentElement;
  outer.remove();
  return sign;
};

// Word's paragraphs with a sign become items of real lists, those without a sign go on in the item before.
const makeLists = (body) => {
  let count = 0;
  let open = [];
  let last = null;
  for (const paragraph of [...body.querySelectorAll("p[style*='mso-list' i]")]) {
    const depth = Math.min(Number(LEVEL.exec(paragraph.getAttribute("style"))?.[1] ?? 1) || 1, 5);
    const sign = signOf(paragraph);
    let before = paragraph.previousSibling;
    while (before?.nodeType === Node.TEXT_NODE && !before.data.trim()) before = before.previousSibling;
    if (!last || before !== open[0]?.list) open = [];
    if (sign === null && !open.length) continue;
    count += 1;
    if (sign === null) {
      open.at(-1).item.append(paragraph);
      last = paragraph;
      continue;
    }
    const kind = NUMBERED.test(sign) ? "ol" : "ul";
    open = open.slice(0, depth);
    if (open.length === depth && open.at(-1).kind !== kind) open.pop();
    while (open.length < depth) {
      const list = body.ownerDocument.createElement(kind);
      const parent = open.at(-1);
      if (parent) parent.item.append(list);
      else paragraph.before(list);
      const level = { list, kind, item: null };
      if (open.length + 1 < depth) level.item = list.appendChild(body.ownerDocument.createElement("li"));
      open.push(level);
    }
    const level = open.at(-1);
    level.item = level.list.appendChild(body.ownerDocument.createElement("li"));
    level.item.append(paragraph);
    last = paragraph;
  }
  return count;
};

const makeNotes = (body) => {
  const numbers = new Set();
  for (const link of body.querySelectorAll("a[href]")) {
    const number = NOTE.exec(link.getAttribute("href"))?.[1];
    if (!number) continue;
    numbers.add(number);
    link.replaceWith(`[${number}]`);
  }
  return numbers.size;
};

const remove = (nodes) => {
  for (const node of nodes) node.remove();
  return nodes.length;
};

// The pasted markup in the tags of the house, and what was left out of it or changed.
export const fromWord = (markup) => {
  const pasted = new DOMParser().parseFromString(markup, "text/html");
  const body = pasted.body;
  const said = {};
  said.comment = remove([...body.querySelectorAll(COMMENTS)].filter((each) => !each.parentElement?.closest(COMMENTS)));
  said.box = remove(comment(pasted, /v:(shape|rect|textbox)|wps:|o:OLEObject/i));
  said.picture = remove([...body.querySelectorAll("img")]);
  said.note = makeNotes(body);
  said.list = makeLists(body);
  said.empty = remove([...body.querySelectorAll("p")].filter((each) => blank(each) && !each.closest("li")));
  const ranks = { H1: "h2", H4: "h3", H5: "h3", H6: "h3" };
  const headings = [...body.querySelectorAll("h1, h4, h5, h6")];
  for (const heading of headings) rename(heading, ranks[heading.tagName]);
  said.heading = headings.length;
  for (const paragraph of body.querySelectorAll("p[class*='Quote']")) {
    const quotation = pasted.createElement("blockquote");
    paragraph.before(quotation);
    quotation.append(paragraph);
  }
  said.underline = body.querySelectorAll("u").length;
  said.look = body.querySelectorAll("[style*='font-family'], [style*='font-size'], [style*='color'], font").length;
  for (const element of body.querySelectorAll("o\\:p")) element.replaceWith(...element.childNodes);
  return { markup: body.innerHTML, said };
};

export const WordPaste = Extension.create({
  name: "wordPaste",

  addOptions() {
    return { head: "", close: "" };
  },

  transformPastedHTML(markup) {
    if (!FROM_WORD.test(markup)) return markup;
    const { markup: clean, said } = fromWord(markup);
    report(this.editor, this.options, said);
    return clean;
  },
});

// The list of what was left out, below the editor, read out by screen readers when it changes.
const report = (editor, options, said) => {
  const frame = editor.view.dom.closest(".prose-editor");
  const lines = Object.entries(said)
    .filter(([name, count]) => count && options[name])
    .map(([name, count]) => crel("li", { textContent: options[name].replace("%(count)s", count) }));
  let place = frame.querySelector(":scope > .paste-report");
  if (!place) {
    place = crel("div", { className: "paste-report", role: "status" });
    frame.append(place);
  }
  place.replaceChildren();
  if (!lines.length) return;
  const close = crel("button", { type: "button", textContent: options.close });
  close.addEventListener("click", () => {
    place.replaceChildren();
    editor.commands.focus();
  });
  place.append(crel("p", { textContent: options.head }), crel("ul", {}, lines), close);
};
