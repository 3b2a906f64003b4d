// The length of the text while it is typed, as qcdc.length counts it: what stands between spaces and holds a letter or a digit.
const plain = (markup) => {
  const body = new DOMParser().parseFromString(markup.replace(/<\/(p|h2|h3|li|blockquote|tr|td|th)>|<br ?\/?>/g, " $&"), "text/html").body;
  return body.textContent.replace(/\[\d{1,3}\]/g, "");
};

const words = (markup) => plain(markup).match(/\S*[\p{L}\p{N}]\S*/gu)?.length ?? 0;

for (const shown of document.querySelectorAll("[data-counts]")) {
  const field = document.getElementById(shown.dataset.counts);
  if (!field) continue;
  let waiting;
  const count = () => {
    const number = words(field.value);
    const minutes = Math.max(1, Math.round(number / Number(shown.dataset.speed)));
    shown.textContent = number
      ? `${shown.dataset.words.replace("%(words)d", number)} · ${shown.dataset.minutes.replace("%(minutes)d", minutes)}`
      : shown.dataset.none;
  };
  count();
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(count, 300);
  });
}
