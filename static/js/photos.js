// Photos in the form of an article: dropped or chosen files are sent one by one, and become lines in the order of the files.
const AT_ONCE = 3;
const TRIES = 3;
const PAUSE = 700;
const LARGEST = 20 * 1024 * 1024;

for (const drop of document.querySelectorAll("[data-photo-drop]")) {
  const text = drop.dataset;
  const group = drop.closest(".js-inline-admin-formset");
  const list = drop.querySelector("[data-files]");
  const said = drop.querySelector("[data-said]");
  const input = drop.querySelector("input[type=file]");
  const jobs = [];
  let sending = 0;
  let settled = 0;

  const lines = () => [...group.querySelectorAll(".inline-related:not(.empty-form)")];
  const select = (line) => line.querySelector("select[name$='-photo']");
  const at = (pattern, id) => pattern.replace("/0/", `/${id}/`);
  const holds = (id) => lines().some((line) => select(line)?.value === String(id));
  const say = (words) => {
    said.textContent = words;
  };

  // What a line shows of its photo.
  const show = (line, photo) => {
    const picture = line.querySelector("[data-thumbnail]");
    picture.hidden = !photo;
    if (photo) picture.src = photo.thumbnail;
    else picture.removeAttribute("src");
    for (const name of ["caption", "credit", "alt"]) {
      const field = line.querySelector(`[name$='-${name}']`);
      if (field) field.placeholder = photo?.[name] ?? "";
    }
    line.querySelector("[data-people]").textContent = photo?.people || text.nobody;
    line.querySelector("[data-about]").hidden = !photo;
    if (photo) line.querySelector("[data-page]").href = photo.page;
  };

  const ask = async (line) => {
    const id = select(line).value;
    const conference = document.querySelector("#id_conference")?.value;
    const query = conference ? `?conference=${encodeURIComponent(conference)}` : "";
    const response = await fetch(at(text.words, id) + query, { headers: { Accept: "application/json" } });
    if (!response.ok || !response.headers.get("Content-Type")?.includes("json")) throw new Error(response.statusText);
    return response.json();
  };

  const choose = (line, photo) => {
    select(line).add(new Option(photo.label, photo.id, true, true));
    show(line, photo);
    line.dataset.shows = photo.id;
    window.django.jQuery(select(line)).trigger("change");
  };

  const place = (photo) => {
    const empty = lines().find((line) => select(line) && !select(line).value && !line.classList.contains("has_original"));
    if (!empty) group.querySelector(".add-row a").click();
    choose(empty ?? lines().find((line) => select(line) && !select(line).value), photo);
  };

  // Each file has an entry in the list: its name, how far it is, what became of it.
  const entry = (file) => {
    const item = document.createElement("li");
    const name = document.createElement("span");
    const bar = document.createElement("progress");
    const words = document.createElement("span");
    name.className = "photo-drop__name";
    name.textContent = file.name;
    bar.max = 100;
    bar.value = 0;
    bar.setAttribute("aria-label", file.name);
    words.className = "photo-drop__words";
    words.textContent = text.waiting;
    item.append(name, bar, words);
    list.append(item);
    return { file, item, bar, words };
  };

  const button = (job, label, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "button";
    made.textContent = label;
    made.addEventListener("click", () => act(made));
    job.item.append(" ", made);
    return made;
  };

  const end = (job, kind, message) => {
    job.item.className = `is-${kind}`;
    job.words.textContent = message;
    job.bar.hidden = true;
  };

  const offer = (job, { photo, message, uses }) => {
    end(job, "known", message);
    const link = document.createElement("a");
    [link.href, link.target, link.textContent] = [photo.page, "_blank", photo.label];
    job.words.append(" ", link);
    for (const use of uses) {
      const used = document.createElement("a");
      [used.href, used.target, used.textContent] = [use.url, "_blank", use.headline];
      job.words.append(use === uses[0] ? ` ${text.usedIn} ` : ", ", used);
    }
    if (holds(photo.id)) {
      job.words.append(` ${text.here}`);
      return;
    }
    button(job, text.use, (made) => {
      if (!holds(photo.id)) place(photo);
      made.remove();
      job.words.append(` ${text.placed}`);
      say(text.placed);
    });
  };

  const refuse = (job, message, again) => {
    end(job, "refused", message);
    if (again)
      button(job, text.again, (made) => {
        made.remove();
        job.item.className = "";
        job.bar.hidden = false;
        job.words.textContent = text.waiting;
        delete job.answer;
        delete job.done;
        job.waits = true;
        next();
      });
  };

  const finish = (job) => {
    job.done = true;
    const { answer } = job;
    if (answer.outcome === "new") {
      end(job, "new", text.placed);
      place(answer.photo);
    } else if (answer.outcome === "known") offer(job, answer);
    else refuse(job, answer.message, answer.again);
  };

  // Lines come in the order of the files, whichever arrives first.
  const settle = () => {
    for (const job of jobs) {
      if (!job.answer) break;
      if (!job.done) finish(job);
    }
    const done = jobs.filter((job) => job.done).length;
    if (done === jobs.length && done !== settled) {
      const count = (kind) => jobs.filter((job) => job.answer.outcome === kind).length;
      const words = text.summary.replace("{new}", count("new")).replace("{known}", count("known")).replace("{refused}", count("refused"));
      const bad = jobs.filter((job) => job.answer.outcome === "refused").map((job) => `${job.file.name}: ${job.answer.message}`);
      say([words, ...bad].join(" "));
    } else if (done < jobs.length) say(text.progress.replace("{n}", done).replace("{total}", jobs.length));
    settled = done === jobs.length ? done : 0;
  };

  const send = (job) => {
    const request = new XMLHttpRequest();
    const data = new FormData();
    data.append("files", job.file, job.file.name);
    data.append("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
    request.open("POST", text.url);
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", (event) => {
      if (!event.lengthComputable) return;
      job.bar.value = (100 * event.loaded) / event.total;
      job.words.textContent = event.loaded < event.total ? `${Math.floor(job.bar.value)} %` : text.working;
    });
    request.addEventListener("loadend", () => {
      sending -= 1;
      job.tries = (job.tries ?? 0) + 1;
      // A line that broke or a site that was busy is asked again before anybody is troubled.
      if ((request.status === 0 || request.status >= 500) && job.tries % TRIES) {
        setTimeout(() => {
          job.waits = true;
          next();
        }, PAUSE);
        return;
      }
      job.answer = answerOf(request);
      settle();
      next();
    });
    job.words.textContent = "0 %";
    request.send(data);
  };

  const answerOf = (request) => {
    const isJSON = request.getResponseHeader("Content-Type")?.includes("application/json");
    if (isJSON && [200, 201, 400].includes(request.status)) return JSON.parse(request.responseText);
    if (request.status === 413) return { outcome: "refused", message: text.tooLarge };
    if (request.status === 0 || request.status >= 500) return { outcome: "refused", message: text.noAnswer, again: true };
    return { outcome: "refused", message: text.noRight, again: true };
  };

  const next = () => {
    for (const job of jobs) {
      if (sending >= AT_ONCE) return;
      if (!job.waits) continue;
      job.waits = false;
      sending += 1;
      send(job);
    }
  };

  const take = (files) => {
    if (jobs.every((job) => job.done)) {
      jobs.length = 0;
      list.replaceChildren();
    }
    for (const file of files) {
      const job = entry(file);
      jobs.push(job);
      if (file.size > LARGEST) job.answer = { outcome: "refused", message: text.tooLarge };
      else job.waits = true;
    }
    settle();
    next();
  };

  input.addEventListener("change", () => {
    take([...input.files]);
    input.value = "";
  });
  // The whole group takes files, so that nobody has to aim.
  const carriesFiles = (event) => event.dataTransfer?.types.includes("Files");
  group.addEventListener("dragover", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
    drop.classList.add("is-over");
  });
  group.addEventListener("dragleave", (event) => {
    if (!group.contains(event.relatedTarget)) drop.classList.remove("is-over");
  });
  group.addEventListener("drop", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    drop.classList.remove("is-over");
    take([...event.dataTransfer.files]);
  });

  // Another photo chosen in a line.
  window.django.jQuery(group).on("change", "select[name$='-photo']", async (event) => {
    const line = event.target.closest(".inline-related");
    const id = event.target.value;
    if (line.dataset.shows === id) return;
    line.dataset.shows = id;
    if (!id) {
      show(line, null);
      return;
    }
    try {
      const photo = await ask(line);
      if (select(line).value === String(photo.id)) show(line, photo);
    } catch {
      say(text.noAnswer);
    }
  });

  group.addEventListener("click", async (event) => {
    const asked = event.target.closest("[data-draft]");
    if (!asked) return;
    const line = asked.closest(".inline-related");
    const field = line.querySelector("[name$='-caption']");
    try {
      const photo = await ask(line);
      show(line, photo);
      if (!photo.drafted) {
        say(text.nobodyYet);
        return;
      }
      field.value = [field.value.trim(), photo.drafted].filter(Boolean).join(" ");
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.focus();
      say(text.drafted);
    } catch {
      say(text.noAnswer);
    }
  });

  for (const line of lines()) if (select(line)?.value) line.dataset.shows = select(line).value;
  for (const part of drop.querySelectorAll("[data-needs-script]")) part.hidden = false;
}
