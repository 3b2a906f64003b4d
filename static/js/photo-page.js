// The page of a photo: point at what must not be cut off, and take over the caption that was drafted.
const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const within = (number) => Math.min(100, Math.max(0, Math.round(number)));

for (const field of document.querySelectorAll("[data-focus]")) {
  const picture = field.querySelector("[data-focus-picture]");
  if (!picture) continue;
  const mark = picture.querySelector("[data-focus-mark]");
  const [across, down] = field.querySelectorAll("input");
  const show = () => {
    mark.style.left = `${within(Number(across.value))}%`;
    mark.style.top = `${within(Number(down.value))}%`;
    picture.setAttribute("aria-valuetext", `${across.value} %, ${down.value} %`);
    picture.setAttribute("aria-valuenow", across.value);
  };
  const move = (x, y) => {
    across.value = within(x);
    down.value = within(y);
    across.dispatchEvent(new Event("change", { bubbles: true }));
    show();
  };
  mark.hidden = false;
  picture.tabIndex = 0;
  picture.setAttribute("role", "slider");
  picture.setAttribute("aria-label", picture.dataset.label);
  picture.setAttribute("aria-valuemin", "0");
  picture.setAttribute("aria-valuemax", "100");
  picture.addEventListener("click", (event) => {
    const box = picture.getBoundingClientRect();
    move((100 * (event.clientX - box.left)) / box.width, (100 * (event.clientY - box.top)) / box.height);
  });
  picture.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    const size = event.shiftKey ? 10 : 1;
    move(Number(across.value) + size * step[0], Number(down.value) + size * step[1]);
  });
  for (const input of [across, down]) input.addEventListener("input", show);
  show();
}

for (const button of document.querySelectorAll("[data-take-caption]")) {
  const field = document.getElementById(button.dataset.takeCaption);
  if (!field) continue;
  button.hidden = false;
  button.addEventListener("click", () => {
    field.value = [field.value.trim(), document.querySelector("[data-drafted-caption]").textContent].filter(Boolean).join(" ");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  });
}
