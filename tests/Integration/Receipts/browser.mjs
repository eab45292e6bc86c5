// Runs docs/samples/browser/receipts.html in the system's Chromium as a page of the shop. Arguments: chromium, the folder of the npm packages, JSON of where everything is, who
// signs in and what else is tried. Prints the lines that the page shows, as JSON.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";

const [executablePath, packages, settings] = process.argv.slice(2);
const here = JSON.parse(settings);
const require = createRequire(pathToFileURL(`${packages}/`));
const { build } = require("esbuild");
const { chromium } = require("playwright-core");
const sample = (name) => new URL(`../../../docs/samples/browser/${name}`, import.meta.url);

let script = await readFile(sample("receipts.js"), "utf8");
for (const [placeholder, value] of Object.entries(here.placeholders)) {
  if (!script.includes(placeholder)) throw new Error(`The page has no ${placeholder}.`);
  script = script.replaceAll(placeholder, value);
}
const bundle = await build({
  stdin: { contents: script, resolveDir: fileURLToPath(sample(".")) }, nodePaths: [packages], bundle: true, format: "esm", platform: "browser", write: false, logLevel: "error" });
const files = { "/": ["text/html", await readFile(sample("receipts.html"))], "/receipts.bundle.js": ["text/javascript", bundle.outputFiles[0].text] };

// The page comes from no address, so Chromium would ask whether it may call this machine.
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-features=LocalNetworkAccessChecks"] });
try {
  const page = await browser.newPage();
  page.setDefaultTimeout(20_000);
  page.on("pageerror", (error) => console.error(String(error)));
  page.on("console", (message) => console.error(message.text()));
  // The shop's origin, which the bucket allows; nothing has to listen there.
  await page.route(`${here.origin}/**`, (route) => {
    const [contentType, body] = files[new URL(route.request().url()).pathname] ?? [];
    return body ? route.fulfill({ contentType, body }) : route.fulfill({ status: 404 });
  });
  await page.goto(`${here.origin}/`);

  let lines = [];
  // What the page shows anew.
  const answer = async (act) => {
    await act();
    await page.waitForFunction((count) => document.querySelector("#answers").textContent.split("\n").length - 1 > count, lines.length);
    lines = (await page.locator("#answers").textContent()).trimEnd().split("\n");
  };
  const look = async (button, key) => answer(async () => {
    await page.fill("#look [name=key]", key);
    await page.click(`#look button[value=${button}]`);
  });
  const send = async (key) => answer(async () => {
    await page.fill("#send [name=key]", key);
    await page.setInputFiles("#send [name=file]", { name: "cup.txt", mimeType: "text/plain", buffer: Buffer.from("broken") });
    await page.click("#send button");
  });

  await page.fill("#sign-in [name=email]", here.email);
  await page.fill("#sign-in [name=password]", here.password);
  await answer(() => page.click("#sign-in button"));
  const [receipts, uploads] = [await page.inputValue("#look [name=key]"), await page.inputValue("#send [name=key]")];
  await look("read", lines[0].split(" ").at(-1));
  await look("list", here.others.prefix);
  await look("read", here.others.key);
  await send(`${uploads}cup.txt`);
  await send(`${receipts}cup.txt`);
  await send(here.others.upload);
  console.log(JSON.stringify({ receipts, uploads, lines }));
} finally {
  await browser.close();
}
