// The list of decisions. All of them are kept here; the page has only the rows that can be seen, so that ten thousand scroll and filter as a hundred do.
const most = 20000;
const margin = 12;
const form = document.querySelector("form[data-feed]");
const scroll = document.querySelector(".scroll");
const body = scroll.querySelector("tbody");
const empty = scroll.querySelector(".empty");
const count = form.querySelector(".count");
const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });

let all = [];
let shown = [];
let waiting = [];
let rows = new Map();
let routes = new Map();
let isPaused = false;
let isLive = false;
let isAsked = false;

const [above, below] = [gap(), gap()];

function gap() {
  const row = document.createElement("tr");
  row.className = "gap";
  row.setAttribute("aria-hidden", "true");
  row.append(document.createElement("td"));
  row.firstChild.colSpan = 5;
  return row;
}

// Which routes there are, each with what takes its requests.
for (const option of form.route.querySelectorAll("option[value]:not([value=''])")) {
  const [api, method, path] = option.value.split(" ");
  const pattern = path.split("/").map((part) =>
    /^\{.+\+\}$/.test(part) ? ".+" : /^\{.+\}$/.test(part) ? "[^/]+" : part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("/");
  routes.set(option.value, { api, method, path: path === "$default" ? /^/ : new RegExp(`^${pattern}$`) });
}

function test() {
  const words = form.find.value.toLowerCase().split(/\s+/).filter(Boolean);
  const [verdict, principal, service, route] = [form.verdict.value, form.principal.value, form.service.value, routes.get(form.route.value)];
  return (one) => (!verdict || one.outcome === verdict) && (!principal || one.principal === principal) && (!service || one.target === service)
    && (!route || (one.target === route.api && (route.method === "ANY" || one.method === route.method) && route.path.test(one.path)))
    && words.every((word) => one.text.includes(word));
}

function filter() {
  shown = all.filter(test());
  scroll.scrollTop = 0;
  keep();
  ask();
}

// The filters are part of the address, so that they are still there when somebody comes back.
function keep() {
  const given = new URLSearchParams();
  for (const name of ["find", "verdict", "principal", "service", "route"]) {
    if (form[name].value) given.set(name, form[name].value);
  }
  history.replaceState(null, "", given.size ? `?${given}` : location.pathname);
}

function restore() {
  for (const [name, value] of new URLSearchParams(location.search)) {
    const control = ["find", "verdict", "principal", "service", "route"].includes(name) ? form[name] : null;
    if (control?.tagName === "SELECT") offer(control, value);
    if (control) control.value = value;
  }
}

function offer(select, value) {
  const options = select === form.route ? [...select.options] : [...select.children];
  if (!value || options.some((option) => option.value === value)) return;
  const option = new Option(value, value);
  select.insertBefore(option, options.slice(1).find((other) => other.value > value) ?? null);
}

function add(some) {
  const fits = test();
  let more = 0;
  for (const one of some) {
    one.text = `${one.outcome} ${one.status ?? ""} ${one.method} ${one.path} ${one.target} ${one.caller} ${one.reason}`.toLowerCase();
    all.push(one);
    offer(form.principal, one.principal);
    offer(form.service, one.target);
    if (fits(one)) {
      shown.push(one);
      more++;
    }
  }
  if (all.length > most + 1000) {
    all = all.slice(-most);
    shown = all.filter(fits);
  }
  // Whoever reads further down goes on reading there.
  if (more && scroll.scrollTop > height()) scroll.scrollTop += more * height();
  ask();
}

function height() {
  return parseFloat(getComputedStyle(scroll).getPropertyValue("--row"));
}

function ask() {
  if (!isAsked) {
    isAsked = true;
    requestAnimationFrame(draw);
  }
}

function draw() {
  isAsked = false;
  const row = height();
  const first = Math.max(0, Math.min(Math.floor(scroll.scrollTop / row) - margin, shown.length));
  const last = Math.min(shown.length, Math.ceil((scroll.scrollTop + scroll.clientHeight) / row) + margin);
  const seen = new Map();
  let next = above;
  for (let i = first; i < last; i++) {
    const one = shown[shown.length - 1 - i];
    const made = rows.get(one) ?? rowOf(one);
    made.ariaRowIndex = i + 2;
    seen.set(one, made);
  }
  for (const [one, made] of rows) {
    if (!seen.has(one)) made.remove();
  }
  if (above.parentNode !== body) body.replaceChildren(above, below);
  for (const made of seen.values()) {
    if (next.nextSibling !== made) next.after(made);
    next = made;
  }
  rows = seen;
  above.firstChild.style.height = `${first * row}px`;
  below.firstChild.style.height = `${(shown.length - last) * row}px`;
  body.parentNode.setAttribute("aria-rowcount", shown.length + 1);
  empty.hidden = shown.length > 0;
  tell();
}

function rowOf(one) {
  const row = document.createElement("tr");
  row.setAttribute("role", "row");
  const link = document.createElement("a");
  link.href = form.dataset.page + encodeURIComponent(one.id);
  const [method, target] = [document.createElement("b"), document.createElement("span")];
  method.textContent = one.method;
  target.textContent = one.target;
  link.append(method, ` ${one.path} `, target);
  row.append(
    cell("when", clock.format(one.at)), cell(`verdict ${one.outcome.split(" ")[0]}`, `${one.outcome} ${one.status ?? ""}`), cell("call", link), cell("who", one.caller),
    cell("why", one.reason));
  row.lastChild.title = one.reason;
  if (Date.now() - one.at < 2000) row.className = "fresh";
  return row;
}

function cell(name, content) {
  const made = document.createElement("td");
  made.setAttribute("role", "cell");
  made.className = name;
  made.append(content);
  return made;
}

// Said once things are quiet: a screen reader need not read every number.
let told;
function tell() {
  clearTimeout(told);
  told = setTimeout(() => {
    const number = (value) => value.toLocaleString();
    const text = `${number(shown.length)}${shown.length === all.length ? "" : ` of ${number(all.length)}`} ${all.length === 1 ? "decision" : "decisions"}`
      + (isPaused ? `, paused, ${number(waiting.length)} more` : isLive ? ", live" : ", LocalAws is out of reach");
    if (count.textContent !== text) count.textContent = text;
  }, 150);
}

form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("input", filter);
form.pause.addEventListener("click", () => {
  isPaused = !isPaused;
  form.pause.setAttribute("aria-pressed", isPaused);
  if (!isPaused) add(waiting.splice(0));
  tell();
});
scroll.addEventListener("scroll", ask, { passive: true });
addEventListener("resize", ask);
body.addEventListener("keydown", (event) => {
  const way = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
  const link = way && event.target.closest("tr")?.[way]?.querySelector("a");
  if (link) {
    link.focus({ preventScroll: true });
    link.closest("tr").scrollIntoView({ block: "nearest" });
    event.preventDefault();
  }
});

restore();
const feed = new EventSource(form.dataset.feed);
feed.addEventListener("begin", () => {
  [all, shown, waiting, isLive] = [[], [], [], true];
  ask();
});
feed.addEventListener("message", (event) => {
  const some = JSON.parse(event.data);
  if (isPaused) {
    waiting.push(...some);
    tell();
  } else {
    add(some);
  }
});
feed.addEventListener("error", () => {
  isLive = false;
  tell();
});
addEventListener("pagehide", () => feed.close());
addEventListener("pageshow", (event) => event.persisted && location.reload());
