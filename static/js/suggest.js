// Suggestions under every search box while somebody types: a combobox with a list, as WAI-ARIA describes it. Without scripts the form is a form.
const WAIT = 180;

const enhance = (form) => {
  const input = form.querySelector("input[type=search]");
  const list = document.createElement("ul");
  const said = document.createElement("output");
  list.id = `${input.id}-suggestions`;
  list.className = "search__suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", form.dataset.label);
  list.hidden = true;
  said.className = "visually-hidden";
  form.append(list, said);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false" })) {
    input.setAttribute(name, value);
  }
  let asked = "";
  let timer = 0;
  let chosen = -1;

  const close = () => {
    list.hidden = true;
    chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  const show = (titles, notes, addresses) => {
    chosen = -1;
    input.removeAttribute("aria-activedescendant");
    list.replaceChildren(
      ...titles.map((title, place) => {
        const option = document.createElement("li");
        const note = document.createElement("span");
        option.id = `${list.id}-${place}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.dataset.address = addresses[place];
        note.className = "soft";
        note.textContent = notes[place];
        option.append(title, " ", note);
        return option;
      }),
    );
    list.hidden = !titles.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    said.textContent = titles.length ? form.dataset.count.replace("#", titles.length) : "";
  };

  const ask = async () => {
    const words = input.value;
    if (words.trim().length < 2) return close();
    asked = words;
    try {
      const response = await fetch(`${form.dataset.suggest}?q=${encodeURIComponent(words)}`);
      const [, titles, notes, addresses] = response.ok ? await response.json() : [words, [], [], []];
      if (asked === words && document.activeElement === input) show(titles, notes, addresses);
    } catch {
      close();
    }
  };

  const choose = (place) => {
    const options = [...list.children];
    chosen = (place + options.length + 1) % (options.length + 1);
    if (chosen === options.length) chosen = -1;
    options.forEach((option, number) => option.setAttribute("aria-selected", String(number === chosen)));
    if (chosen < 0) input.removeAttribute("aria-activedescendant");
    else {
      input.setAttribute("aria-activedescendant", options[chosen].id);
      options[chosen].scrollIntoView({ block: "nearest" });
    }
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    } else if (["ArrowDown", "ArrowUp"].includes(event.key) && !list.hidden) {
      event.preventDefault();
      choose(event.key === "ArrowDown" ? chosen + 1 : chosen < 0 ? list.children.length - 1 : chosen - 1);
    } else if (event.key === "Enter" && chosen >= 0) {
      event.preventDefault();
      location.assign(list.children[chosen].dataset.address);
    }
  });
  input.addEventListener("blur", () => setTimeout(close, 150));
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) location.assign(option.dataset.address);
  });
};

document.querySelectorAll("form[data-suggest]").forEach(enhance);
