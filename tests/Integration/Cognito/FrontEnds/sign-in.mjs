// Signs a customer in with a library, in the system's Chromium. Arguments: the library, JSON of where everything is. Prints what it got, as JSON.
import { build } from "esbuild";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { withChromium } from "./chromium.mjs";

const [library, settings] = process.argv.slice(2);
const here = JSON.parse(settings);
const pageScript = fileURLToPath(new URL(`${library}.page.js`, import.meta.url));
if (existsSync(pageScript)) {
  const bundle = await build({
    entryPoints: [pageScript], bundle: true, format: "iife", platform: "browser", write: false, logLevel: "error", define: { HERE: JSON.stringify(here), global: "window" },
  });
  here.bundle = bundle.outputFiles[0].text;
}
const { default: run } = await import(`./${library}.mjs`);
console.log(JSON.stringify(await withChromium(here, (page) => run(page, here))));
