() => {
  // What does not fit the width of the window: pages of the admin that scroll sideways, and what is to be pressed or filled in but lies outside.
  const width = document.documentElement.clientWidth;
  const frame = [document.documentElement, document.body, ...document.querySelectorAll("#container, #main, #content-start, #content, #content-main")];
  const found = frame.filter((node) => node.scrollWidth > width).map((node) => `${node.tagName}#${node.id}: ${node.scrollWidth}`);
  const scrolls = (node) => /auto|scroll/.test(getComputedStyle(node).overflowX) && !frame.includes(node);
  const inItsOwnFrame = (node) => node && (scrolls(node) || inItsOwnFrame(node.parentElement));
  for (const node of document.querySelectorAll("a, button, input, select, textarea, summary, [contenteditable=true]")) {
    const box = node.getBoundingClientRect();
    const shown = node.checkVisibility({ checkVisibilityCSS: true }) && box.width > 1 && !node.closest(".visually-hidden, .skip-to-content-link, .skip");
    if (shown && (box.left < 0 || box.right > width + 1) && !inItsOwnFrame(node)) found.push(node.outerHTML.slice(0, 120));
  }
  return found;
}
