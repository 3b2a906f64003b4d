// Lines of the admin's long forms: numbers that were typed stay when a line is added, and the new line goes to the end.
document.addEventListener(
  "formset:added",
  (event) => {
    const group = event.target.closest(".js-inline-admin-formset");
    if (!group || "orderedLines" in group.dataset) return; // Those are numbered by order.js.
    const numbers = [...group.querySelectorAll("input[name$='-order'], input[name$='-number']")].filter(
      (input) => !input.name.includes("__prefix__"),
    );
    const typed = new Map(numbers.map((input) => [input, input.value]));
    // The ordering script renumbers every line after this; put back what was there.
    setTimeout(() => {
      const last = Math.max(0, ...numbers.filter((input) => !event.target.contains(input)).map((input) => Number(typed.get(input)) || 0));
      for (const input of numbers) {
        input.value = event.target.contains(input) ? String(last + 10) : typed.get(input);
      }
    }, 0);
  },
  true,
);
