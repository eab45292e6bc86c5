// Points out a line of the call graph with its routes: over the picture, or from the list below it.
const graph = document.querySelector(".graph");
const list = document.querySelector(".edges");
const card = document.createElement("div");
card.className = "card";
card.hidden = true;
graph.append(card);

const lines = new Map([...graph.querySelectorAll("g[data-edge]")].map((line) => [line.dataset.edge, line]));
const items = new Map([...list.querySelectorAll("li[data-edge]")].map((item) => [item.dataset.edge, item]));

function point(number, event) {
  for (const [key, line] of lines) line.classList.toggle("pointed", key === number);
  graph.classList.toggle("points", number !== null);
  card.hidden = number === null || !event;
  if (card.hidden) return;
  card.replaceChildren(...[...items.get(number).childNodes].map((node) => node.cloneNode(true)));
  const [frame, { clientX, clientY }] = [graph.getBoundingClientRect(), event];
  card.style.left = `${Math.max(0, Math.min(clientX - frame.left + 12, frame.width - card.offsetWidth))}px`;
  card.style.top = `${clientY - frame.top + 14}px`;
}

for (const [number, line] of lines) {
  // Nobody hits a line of a pixel: a wider one that cannot be seen lies over it. The card tells what the title would.
  line.querySelector("title").remove();
  const wide = line.querySelector("path").cloneNode();
  wide.setAttribute("class", "reach");
  wide.removeAttribute("marker-end");
  wide.removeAttribute("marker-start");
  line.append(wide);
  line.addEventListener("pointermove", (event) => point(number, event));
  line.addEventListener("pointerleave", () => point(null));
}
for (const [number, item] of items) {
  item.addEventListener("pointerenter", () => point(number));
  item.addEventListener("pointerleave", () => point(null));
}
