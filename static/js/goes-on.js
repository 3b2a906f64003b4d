// A batch of reports takes its next step by itself; without this, its button does.
document.querySelector("[data-goes-on]")?.submit();
