(roomy) => {
  // What does not fit the width of the window: a page that scrolls sideways, and what is to be pressed or filled in but lies outside.
  // Where there is room, tables have to fit too; else they may scroll in a frame of their own.
  const width = document.documentElement.clientWidth;
  const page = [...document.querySelectorAll("html, body, #container, #main, #content-start, #content, #content-main")];
  const tables = roomy ? [...document.querySelectorAll(".results, .wide-results, .scrolls")] : [];
  const wide = [...page.filter((node) => node.scrollWidth > width), ...tables.filter((node) => node.scrollWidth > node.clientWidth)];
  const found = wide.map((node) => `${node.tagName}#${node.id}.${node.className}: ${node.scrollWidth}`);
  const scrolls = (node) => /auto|scroll/.test(getComputedStyle(node).overflowX) && !page.includes(node);
  const inItsOwnFrame = (node) => node && (scrolls(node) || inItsOwnFrame(node.parentElement));
  for (const node of document.querySelectorAll("a, button, input, select, textarea, summary, [contenteditable=true]")) {
    const box = node.getBoundingClientRect();
    const hidden = !node.checkVisibility({ checkVisibilityCSS: true }) || box.width < 2 || node.closest(".visually-hidden, .skip-to-content-link, .skip");
    if (!hidden && (box.left < 0 || box.right > width + 1) && !inItsOwnFrame(node)) found.push(node.outerHTML.slice(0, 120));
  }
  return found;
}
