// Lines that are put in order by dragging, by their buttons, or by Alt and the arrow keys; new ones as well as saved ones.
const EDGE = 60;

for (const group of document.querySelectorAll("[data-ordered-lines]")) {
  const said = group.querySelector("[data-ordered-said]");
  const lines = () => [...group.querySelectorAll(".inline-related:not(.empty-form)")];
  const number = (line) => line.querySelector("input[name$='-order']");
  const place = (line) => Number(line.id.split("-").pop());

  const tell = (line) => {
    const all = lines();
    const words = said.dataset.text.replace("{n}", all.indexOf(line) + 1).replace("{total}", all.length);
    said.textContent = "";
    setTimeout(() => {
      said.textContent = words;
    }, 50);
  };

  const show = () => {
    const all = lines();
    all.forEach((line, index) => {
      for (const tool of line.querySelectorAll("[data-order-tools]")) tool.hidden = !number(line);
      line.querySelector("[data-move='-1']")?.setAttribute("aria-disabled", String(index === 0));
      line.querySelector("[data-move='1']")?.setAttribute("aria-disabled", String(index === all.length - 1));
    });
  };

  const renumber = (moved) => {
    lines().forEach((line, index) => {
      if (number(line)) number(line).value = 10 * (index + 1);
    });
    show();
    number(moved)?.dispatchEvent(new Event("change", { bubbles: true }));
    tell(moved);
  };

  // The neighbour is moved, never the line itself: what has the focus, or is held by the pointer, stays where it is in the page.
  const step = (line, way) => {
    const all = lines();
    const neighbour = all[all.indexOf(line) + way];
    if (!neighbour) return false;
    if (way < 0) line.after(neighbour);
    else line.before(neighbour);
    return true;
  };

  const sort = (key) => {
    const now = lines();
    const wanted = now.toSorted((one, other) => key(one) - key(other));
    if (wanted.every((line, index) => line === now[index])) return;
    const end = now.at(-1).nextSibling;
    for (const line of wanted) end.parentNode.insertBefore(line, end);
  };
  const byNumber = (line) => Number(number(line)?.value) || Number.MAX_SAFE_INTEGER;

  group.addEventListener("click", (event) => {
    const button = event.target.closest("[data-move]");
    if (!button) return;
    const line = button.closest(".inline-related");
    if (step(line, Number(button.dataset.move))) renumber(line);
    else tell(line);
  });

  group.addEventListener("keydown", (event) => {
    if (!event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key) || event.target.closest("select, .select2")) return;
    const line = event.target.closest(".inline-related");
    if (!line) return;
    event.preventDefault();
    if (step(line, event.key === "ArrowUp" ? -1 : 1)) renumber(line);
    else tell(line);
    event.target.scrollIntoView({ block: "nearest" });
  });

  group.addEventListener("pointerdown", (event) => {
    const handle = event.target.closest("[data-handle]");
    if (!handle || event.button !== 0) return;
    event.preventDefault();
    const line = handle.closest(".inline-related");
    let moved = false;
    handle.setPointerCapture(event.pointerId);
    line.classList.add("is-dragged");
    const follow = (movement) => {
      const middle = (other) => other.getBoundingClientRect().top + other.getBoundingClientRect().height / 2;
      const all = lines();
      const at = all.indexOf(line);
      if (all[at - 1] && movement.clientY < middle(all[at - 1])) moved = step(line, -1);
      else if (all[at + 1] && movement.clientY > middle(all[at + 1])) moved = step(line, 1);
      if (movement.clientY < EDGE) window.scrollBy(0, -20);
      if (movement.clientY > window.innerHeight - EDGE) window.scrollBy(0, 20);
    };
    const drop = () => {
      handle.removeEventListener("pointermove", follow);
      line.classList.remove("is-dragged");
      if (moved) renumber(line);
    };
    handle.addEventListener("pointermove", follow);
    handle.addEventListener("lostpointercapture", drop, { once: true });
  });

  // Taking out a new line, the admin counts all lines through as they stand: saved ones must stand first then.
  group.addEventListener(
    "click",
    (event) => {
      if (!event.target.closest(".inline-deletelink")) return;
      sort(place);
      setTimeout(() => {
        sort(byNumber);
        show();
      }, 0);
    },
    true,
  );

  group.addEventListener("formset:added", (event) => {
    const others = lines().filter((line) => line !== event.target);
    const last = Math.max(0, ...others.map((line) => Number(number(line)?.value) || 0));
    if (number(event.target)) number(event.target).value = last + 10;
    show();
  });

  sort(byNumber);
  show();
}
