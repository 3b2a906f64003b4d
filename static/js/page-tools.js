// What a page offers beyond reading: to print it, to copy its address or a citation, to hear it. Without scripts none of it is shown.
const said = (button, words) => {
  const place = button.closest(".page-tools")?.querySelector("output");
  if (place) place.textContent = words;
};

const copied = async (button, text) => {
  try {
    await navigator.clipboard.writeText(text);
    said(button, button.dataset.copied);
  } catch {
    // A browser that gives no clipboard shows what to copy.
    said(button, text);
  }
};

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  const { copyText, copyFrom } = button.dataset;
  if ("print" in button.dataset) print();
  if (copyText) copied(button, copyText);
  if (copyFrom) copied(button, document.getElementById(copyFrom).textContent);
});

// Reading aloud: only with a Vietnamese voice of this device, since a voice from elsewhere would be sent the text.
const listen = document.querySelector("[data-listen]");
const speech = window.speechSynthesis;
const article = document.querySelector("[data-spoken]");

const voice = () => speech.getVoices().find((each) => each.localService && each.lang.toLowerCase().startsWith("vi"));

const spoken = (text) => {
  let words = text;
  for (const line of article.dataset.spoken.split("\n").filter(Boolean)) {
    const [short, whole] = line.split("=");
    words = words.replace(new RegExp(`(?<![\\p{L}\\p{N}])${short}(?![\\p{L}\\p{N}])`, "gu"), whole);
  }
  return words
    .replace(/(\d{1,2})\/(\d{1,2})\/(\d{4})/g, "$1 tháng $2 năm $3")
    .replace(/(\d{1,2})\/(\d{1,2})(?![\d/])/g, "$1 tháng $2")
    .replace(/(\d)\.(?=\d{3}(?!\d))/g, "$1");
};

const label = (words) => {
  listen.querySelector("span").textContent = words;
};

const stop = () => {
  speech.cancel();
  label(listen.dataset.listen);
};

const read = () => {
  const parts = [...article.querySelectorAll("h1, .page-head__lead, .prose :is(p, li, h2, h3, td, th)")];
  const chosen = voice();
  label(listen.dataset.stop);
  for (const part of parts.filter((each) => !each.querySelector("p, li"))) {
    const utterance = new SpeechSynthesisUtterance(spoken(part.innerText));
    utterance.voice = chosen;
    utterance.lang = chosen.lang;
    utterance.onend = () => speech.pending || speech.speaking || label(listen.dataset.listen);
    speech.speak(utterance);
  }
};

if (listen && speech && article) {
  const offer = () => {
    listen.hidden = !voice();
  };
  offer();
  speech.addEventListener?.("voiceschanged", offer);
  listen.addEventListener("click", () => (speech.speaking ? stop() : read()));
  addEventListener("pagehide", () => speech.cancel());
}
