// Empties the outbox.
document.querySelector("[data-empty]")?.addEventListener("click", async (event) => {
  await fetch(event.target.dataset.empty, { method: "DELETE" });
  location.reload();
});
