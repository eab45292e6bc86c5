// Asks what would be decided, or sends a call, and shows the answer below the form.
for (const form of document.querySelectorAll("form[data-again]")) {
  const result = form.parentNode.querySelector(".result");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    result.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(event.submitter.value, {
        method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(Object.fromEntries(new FormData(form))),
      });
      const text = await answer.text();
      if (answer.headers.get("Content-Type")?.startsWith("text/html")) {
        result.innerHTML = text;
      } else {
        result.textContent = JSON.parse(text).message;
      }
    } catch {
      result.textContent = "LocalAws is out of reach.";
    } finally {
      result.removeAttribute("aria-busy");
    }
  });
}
