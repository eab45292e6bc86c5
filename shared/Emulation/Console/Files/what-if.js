// Asks who would gain or lose, a moment after the last key.
const editor = document.querySelector(".editor");
const judged = document.querySelector(".judged");
const choose = document.querySelector("form[data-choose]");
choose?.at.addEventListener("change", () => choose.submit());

if (editor) {
  const was = editor.value;
  const nothing = judged.innerHTML;
  let waiting;
  let asking;

  const judge = async () => {
    asking?.abort();
    if (editor.value === was) {
      judged.innerHTML = nothing;
      return;
    }
    asking = new AbortController();
    judged.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(editor.dataset.address, {
        method: "POST", headers: { "Content-Type": "application/json" }, signal: asking.signal,
        body: JSON.stringify({ place: editor.dataset.place, was, text: editor.value }),
      });
      judged.innerHTML = await answer.text();
      judged.removeAttribute("aria-busy");
    } catch (failure) {
      if (failure.name !== "AbortError") judged.textContent = "LocalAws is out of reach.";
    }
  };

  editor.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(judge, 250);
  });
  document.querySelector("[data-reset]").addEventListener("click", () => {
    editor.value = was;
    judge();
  });
  judged.addEventListener("click", async (event) => {
    if (event.target.matches("[data-copy]")) {
      await navigator.clipboard.writeText(judged.querySelector(".patch").textContent);
      event.target.textContent = "Copied";
    }
  });

  // Whoever comes from a decision finds its statement before the cursor.
  const before = was.split("\n").slice(0, Number(editor.dataset.line)).join("\n").length;
  editor.setSelectionRange(before && before + 1, before && before + 1);
  editor.scrollTop = Number(editor.dataset.line) * parseFloat(getComputedStyle(editor).lineHeight) - 40;
}
