// Who else has the form open, and whether a colleague has saved meanwhile.
const EVERY = 20_000;
const TYPES = 15_000;

export const watchPresence = (home, form, typedAt, onChanged) => {
  const address = home.dataset.presence;
  if (!address) return;
  const shown = home.querySelector("[data-role=others]");
  const message = (more) => {
    const body = new FormData();
    for (const name of ["csrfmiddlewaretoken", "form_revision", "form_token"]) body.set(name, form.elements[name].value);
    for (const [name, value] of Object.entries(more)) body.set(name, value);
    return body;
  };
  const call = async () => {
    try {
      const typing = Date.now() - typedAt() < TYPES ? "1" : "0";
      const response = await fetch(address, { method: "POST", body: message({ typing }), redirect: "manual" });
      if (!response.ok) return;
      const said = await response.json();
      shown.textContent = said.others;
      if (said.changed) onChanged(said.changed);
    } catch {
      shown.textContent = "";
    }
  };
  call();
  setInterval(call, EVERY);
  addEventListener("pagehide", () => navigator.sendBeacon(address, message({ gone: "1" })));
  addEventListener("pageshow", (event) => event.persisted && call());
};
