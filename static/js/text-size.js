// The size of the text that the reader chose, on every page before it is drawn. Kept by this browser alone; no cookie.
(() => {
  const NAME = "text-size";
  const LARGEST = 3;
  const root = document.documentElement;
  const show = (size) => {
    root.dataset.textSize = size;
  };
  try {
    show(Number(localStorage.getItem(NAME)) || 0);
  } catch {
    show(0);
  }
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-text-size-step]");
    if (!button) return;
    const size = Math.min(LARGEST, Math.max(0, Number(root.dataset.textSize) + Number(button.dataset.textSizeStep)));
    show(size);
    try {
      localStorage.setItem(NAME, size);
    } catch {
      // A browser that keeps nothing still shows it on this page.
    }
  });
})();
