// Whether the person who opened a form is still logged in; asks her to log in again without leaving the page.

export class Session {
  constructor(home) {
    this.home = home;
    this.address = home.dataset.session;
    this.user = Number(home.dataset.user);
    this.dialog = home.querySelector("dialog");
    this.alert = this.dialog.querySelector("[role=alert]");
    this.asking = null;
    this.dialog.querySelector("form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.logIn();
    });
    this.dialog.querySelector("[data-do=close]").addEventListener("click", () => this.dialog.close());
    this.dialog.addEventListener("close", () => this.answer?.(this.in));
  }

  // Whether she is logged in, with a token that counts. Throws where the server does not answer.
  async check() {
    const response = await fetch(this.address, { headers: { Accept: "application/json" }, cache: "no-store" });
    if (!response.ok) throw new Error(String(response.status));
    return this.take(await response.json());
  }

  take(said) {
    for (const input of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) input.value = said.csrf;
    this.in = said.user === this.user;
    return this.in;
  }

  // The same, and where she is not, asks her; false where she would rather not.
  async ensure() {
    return (await this.check()) || this.ask();
  }

  ask() {
    this.asking ??= new Promise((resolve) => {
      this.in = false;
      this.alert.textContent = "";
      this.answer = (is_in) => {
        this.asking = this.answer = null;
        resolve(is_in);
      };
      this.dialog.showModal();
      this.dialog.querySelector("[name=password]").focus();
    });
    return this.asking;
  }

  async logIn() {
    const password = this.dialog.querySelector("[name=password]");
    const body = new FormData(this.dialog.querySelector("form"));
    body.set("user", this.user);
    try {
      await this.check();
      body.set("csrfmiddlewaretoken", document.querySelector("input[name=csrfmiddlewaretoken]").value);
      const response = await fetch(this.address, { method: "POST", body, headers: { Accept: "application/json" } });
      if (response.status === 429) {
        this.alert.textContent = this.home.dataset.locked;
        return;
      }
      const said = await response.json();
      if (this.take(said)) this.dialog.close();
      else this.alert.textContent = said.says ?? "";
    } catch {
      this.alert.textContent = this.home.dataset.offline;
    } finally {
      password.value = "";
    }
  }
}
