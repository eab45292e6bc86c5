// A person at the console. Arguments: what is done, chromium, the address of LocalAws, and what else that needs. Prints what was seen, as JSON.
import { chromium } from "playwright-core";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const [what, executablePath, address, ...more] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });

async function open(path, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1400, height: 900 }, ...options });
  const page = await context.newPage();
  page.errors = [];
  page.on("pageerror", (error) => page.errors.push(error.message));
  page.on("console", (message) => message.type() === "error" && page.errors.push(message.text()));
  page.on("dialog", (dialog) => page.errors.push(`dialog ${dialog.message()}`) && dialog.dismiss());
  await page.goto(new URL(path, address).href);
  return page;
}

const row = (page, text) => page.locator("tbody a", { hasText: text }).first();
const refused = (page, text, caller) => page.locator("tbody tr", { has: page.locator(".verdict.refused"), hasText: text }).filter({ hasText: caller }).locator("a").first();
const live = (page) => page.locator(".count", { hasText: "live" }).waitFor();

const acts = {
  // From the page that the start prints: which policy refused the call, and which line to change.
  async why() {
    const page = await open("/_localaws/");
    let clicks = 0;
    await live(page);
    await refused(page, "POST /charges", "StorefrontRole").click();
    clicks++;
    await page.locator(".lines.deciding").waitFor();
    return {
      clicks,
      verdict: await page.locator("h1 .pill").textContent(),
      statement: await page.locator(".lines.deciding pre").textContent(),
      place: await page.locator(".lines.deciding figcaption code").textContent(),
      change: await page.locator(".change").first().textContent(),
      steps: await page.locator(".flow > li").count(),
      end: await page.locator(".flow .end").textContent(),
      errors: page.errors,
    };
  },

  // What is decided while somebody looks, and what each filter leaves of it.
  async live() {
    const page = await open("/_localaws/");
    await live(page);
    await page.evaluate(() => fetch("/execute-api/OrdersApi/prod/orders/while-somebody-looks"));
    await row(page, "while-somebody-looks").waitFor();
    const left = async (act) => {
      await act();
      await page.waitForTimeout(300);
      const rows = await page.locator("tbody tr:not(.gap)").evaluateAll((all) => all.map((one) => [...one.cells].map((cell) => cell.textContent.trim())));
      await page.reload();
      await live(page);
      await page.waitForTimeout(500);
      const kept = await page.locator("tbody tr:not(.gap)").count();
      await page.goto(new URL("/_localaws/", address).href);
      await live(page);
      return { rows, kept };
    };
    return {
      verdict: await left(() => page.selectOption("select[name=verdict]", "allowed")),
      principal: await left(() => page.selectOption("select[name=principal]", "AuditorRole")),
      service: await left(() => page.selectOption("select[name=service]", "BillingApi")),
      route: await left(() => page.selectOption("select[name=route]", "BillingApi GET /charges/{chargeId}")),
      find: await left(() => page.fill("input[name=find]", "while-somebody-looks")),
      errors: page.errors,
    };
  },

  // Ten thousand decisions while the page is open; then scrolling and filtering, with every task of the page that took longer than 50 ms.
  async many() {
    const count = Number(more[0]);
    const page = await open("/_localaws/");
    await live(page);
    let next = 0;
    await Promise.all(Array.from({ length: 16 }, async () => {
      while (next < count) {
        const answer = await fetch(new URL(`/execute-api/OrdersApi/prod/orders/${next++}`, address));
        await answer.arrayBuffer();
      }
    }));
    await page.waitForFunction((least) => parseInt(document.querySelector(".count").textContent.replaceAll(",", ""), 10) >= least, count, { timeout: 60000 });
    await page.evaluate(() => {
      window.tasks = [];
      new PerformanceObserver((list) => window.tasks.push(...list.getEntries().map((entry) => Math.round(entry.duration)))).observe({ type: "longtask" });
    });
    for (let i = 1; i <= 40; i++) {
      await page.evaluate((part) => { const box = document.querySelector(".scroll"); box.scrollTop = (box.scrollHeight * part) / 40; }, i);
      await page.waitForTimeout(30);
    }
    const last = await page.locator("tbody tr:not(.gap)").last().textContent();
    for (const text of ["o", "or", "orders/9", "orders/99", "orders/999", ""]) {
      await page.fill("input[name=find]", text);
      await page.waitForTimeout(60);
    }
    await page.selectOption("select[name=verdict]", "refused");
    await page.waitForTimeout(300);
    return { tasks: await page.evaluate(() => window.tasks), rows: await page.locator("tbody tr").count(), said: await page.locator(".count").textContent(), last, errors: page.errors };
  },

  // With the keyboard alone: to the list, down a row, into the decision.
  async keys() {
    const page = await open("/_localaws/");
    await live(page);
    await page.keyboard.press("Tab");
    const skip = await page.evaluate(() => document.activeElement.textContent);
    await page.locator("tbody a").first().focus();
    await page.keyboard.press("ArrowDown");
    const second = await page.evaluate(() => document.activeElement.href);
    await page.keyboard.press("Enter");
    await page.locator(".again").waitFor();
    return { skip, second, landed: page.url() };
  },

  // Every page, in both colours and narrow.
  async axe() {
    const source = readFileSync(fileURLToPath(new URL("node_modules/axe-core/axe.min.js", import.meta.url)), "utf8");
    const found = [];
    let passed = 0;
    for (const [colorScheme, width] of [["light", 1400], ["dark", 1400], ["light", 420]]) {
      const page = await open("/_localaws/", { colorScheme, viewport: { width, height: 900 } });
      await live(page);
      const decision = await refused(page, "POST /charges", "StorefrontRole").getAttribute("href");
      const paths = ["/_localaws/", decision, "/_localaws/matrix", "/_localaws/matrix?against=docs/access-matrix.md",
        "/_localaws/explain?as=StorefrontRole&method=GET&path=%2Fcharges%2F1&api=BillingApi", "/_localaws/explain?as=nobody&method=GET&path=%2F", "/_localaws/what-if", "/_localaws/stack",
        "/_localaws/findings", "/_localaws/outbox", "/_localaws/decisions/none"];
      for (const path of paths) {
        await page.goto(new URL(path, address).href);
        if (path.includes("what-if")) {
          await page.locator(".editor").press("End");
          await page.keyboard.type(" ");
          await page.locator(".judged ul, .judged .caution, .patch").first().waitFor();
        }
        if (path === decision) {
          await page.locator("summary").first().click();
          await page.getByRole("button", { name: "Explain" }).click();
          await page.locator(".result h3").waitFor();
        }
        await page.evaluate(source);
        const { violations, passes } = await page.evaluate(() => axe.run());
        passed += passes.length;
        found.push(...violations.flatMap((one) => one.nodes.map((node) => `${colorScheme} ${width} ${path}: ${one.id}: ${node.target} ${node.any[0]?.message ?? ""}`)));
        found.push(...(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth ? [`${location.pathname} is ${document.documentElement.scrollWidth} wide in ${innerWidth}`] : [])));
      }
      await page.context().close();
    }
    return { found, passed };
  },

  // The same call again, as it was and as another role; and decided in another context.
  async again() {
    const page = await open("/_localaws/");
    await live(page);
    await refused(page, "POST /charges", "StorefrontRole").click();
    const press = async (name) => {
      const answered = page.waitForResponse((response) => response.request().method() === "POST");
      await page.getByRole("button", { name }).click();
      await (await answered).finished();
      await page.waitForTimeout(200);
      return page.locator(".result").innerText();
    };
    const same = await press("Send");
    await page.selectOption("select[name=as]", "OrdersServiceRole");
    const other = await press("Send");
    const explained = await press("Explain");
    await page.selectOption("select[name=as]", "");
    await page.fill("textarea[name=context]", "aws:PrincipalArn=arn:aws:iam::111122223333:role/OrdersServiceRole");
    const context = await press("Explain");
    return { same, other, explained, context, errors: page.errors };
  },

  // Who gains by another policy, and the patch of it.
  async whatIf() {
    const [statement, from, to] = more;
    const page = await open(`/_localaws/what-if?at=${encodeURIComponent(statement)}`);
    const editor = page.locator(".editor");
    const text = await editor.inputValue();
    await editor.fill(text.replace(from, to));
    await page.locator(".patch").waitFor();
    const patch = await page.locator(".patch").textContent();
    const changes = await page.locator(".gains li").allInnerTexts();
    await editor.fill(`${text}\n  }{ nothing`);
    await page.locator(".judged .caution").first().waitFor();
    const failure = await page.locator(".judged").innerText();
    await page.getByRole("button", { name: "Start over" }).click();
    return { changes, patch, failure, after: await page.locator(".judged").innerText(), errors: page.errors };
  },

  // The call graph: lines through boxes they do not end at, labels on boxes or on each other, lines through labels; and what pointing at one shows.
  async graph() {
    const page = await open("/_localaws/matrix");
    const measured = await page.evaluate(() => {
      const boxes = [...document.querySelectorAll(".graph rect")].map((rect) => rect.getBBox());
      const texts = [...document.querySelectorAll(".graph rect")].map((rect) => rect.nextElementSibling.getBBox());
      const lines = [...document.querySelectorAll(".graph g[data-edge]")].map((line) => ({ path: line.querySelector(".edge"), label: line.querySelector(".label").getBBox() }));
      const inside = (point, box, by = 0) => point.x > box.x + by && point.x < box.x + box.width - by && point.y > box.y + by && point.y < box.y + box.height - by;
      const apart = (a, b) => a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
      const points = lines.map(({ path }) => Array.from({ length: 400 }, (_, i) => path.getPointAtLength((path.getTotalLength() * i) / 399)));
      return {
        lines: lines.length,
        throughBoxes: points.filter((line) => line.some((point) => boxes.some((box) => inside(point, box, 1)))).length,
        throughLabels: points.filter((line, i) => line.some((point) => lines.some(({ label }, j) => i !== j && inside(point, label, 1.5)))).length,
        labelsOnBoxes: lines.filter(({ label }) => boxes.some((box) => !apart(label, box))).length,
        labelsOnLabels: lines.filter(({ label }, i) => lines.some((other, j) => j > i && !apart(label, other.label))).length,
        namesOutside: texts.filter((text, i) => text.x < boxes[i].x || text.x + text.width > boxes[i].x + boxes[i].width).length,
      };
    });
    await page.locator("g[data-edge] .label").first().hover();
    const card = await page.locator(".card").innerText();
    const download = page.waitForEvent("download");
    await page.getByRole("link", { name: "Save the picture" }).click();
    return { ...measured, card, svg: readFileSync(await (await download).path(), "utf8"), errors: page.errors };
  },

  // What callers wrote, in every place that shows it. The errors are those of the browser: a violation of the policy of the page is one.
  async hostile() {
    const page = await open("/_localaws/");
    await live(page);
    const seen = [];
    const look = async () => seen.push(await page.evaluate(() => [document.querySelectorAll("main img, main script, main iframe").length, window.owned ?? null]));
    await look();
    await row(page, more[0]).click();
    await page.locator("h1").waitFor();
    await page.locator("summary").first().click().catch(() => {});
    await look();
    const text = await page.locator("main").innerText();
    await page.goto(new URL(`/_localaws/matrix?against=${encodeURIComponent("\"><img src=x onerror=owned=1>.md")}`, address).href);
    await look();
    await page.goto(new URL(`/_localaws/explain?as=${encodeURIComponent("<img src=x onerror=owned=1>")}&method=GET&path=/`, address).href);
    await look();
    return { seen, text, errors: page.errors.filter((error) => !error.includes("400 (Bad Request)")) };
  },

  // The pictures of the documentation.
  async pictures() {
    const page = await open("/_localaws/", { viewport: { width: 1240, height: 620 } });
    await live(page);
    await page.waitForTimeout(1500);
    await page.screenshot({ path: `${more[0]}/console.png` });
    await refused(page, "POST /charges", "StorefrontRole").click();
    await page.locator(".lines.deciding").waitFor();
    await page.setViewportSize({ width: 1240, height: 900 });
    await page.screenshot({ path: `${more[0]}/console-decision.png` });
    await page.goto(new URL("/_localaws/matrix", address).href);
    await page.setViewportSize({ width: 1540, height: 720 });
    await page.screenshot({ path: `${more[0]}/console-matrix.png` });
    return { errors: page.errors };
  },
};

try {
  console.log(JSON.stringify(await acts[what]()));
} finally {
  await browser.close();
}
