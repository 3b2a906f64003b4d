() => {
  // What the keyboard has to come to, and what it came to: each focus is noted with whether a reader sees it.
  const reach = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
  const wanted = [...document.querySelectorAll(reach)].filter((node) => !node.disabled && node.checkVisibility({ checkVisibilityCSS: true }));
  const met = new Set();
  const faults = [];
  document.addEventListener("focusin", ({ target }) => {
    const style = getComputedStyle(target);
    const box = target.getBoundingClientRect();
    const named = target.outerHTML.slice(0, 120);
    met.add(target);
    if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2) faults.push(`no outline: ${named}`);
    if (box.width < 2 || box.height < 2) faults.push(`not seen: ${named}`);
    if (box.bottom < 0 || box.top > innerHeight) faults.push(`out of sight: ${named}`);
  });
  window.walked = () => [...faults, ...wanted.filter((node) => !met.has(node)).map((node) => `not reached: ${node.outerHTML.slice(0, 120)}`)];
  return wanted.length;
}
