// A form that was saved needs no copy in the browser any more; whoever logs out leaves none behind.
import { drop, dropAll, SENT } from "./copies.js";

try {
  const sent = sessionStorage.getItem(SENT);
  if (sent && document.querySelector(".messagelist .success")) {
    drop(sent);
    sessionStorage.removeItem(SENT);
  }
  document.getElementById("logout-form")?.addEventListener("submit", dropAll);
} catch {
  // A browser that keeps nothing has nothing to forget.
}
