// Runs page.js in the system's Chromium as a page of the shop. Arguments: chromium, JSON of where everything is and who signs in.
// Prints what the page got, as JSON.
import { build } from "esbuild";
import { chromium } from "playwright-core";
import { fileURLToPath } from "node:url";

const [executablePath, settings] = process.argv.slice(2);
const here = JSON.parse(settings);
const bundle = await build({ entryPoints: [fileURLToPath(new URL("page.js", import.meta.url))], bundle: true, format: "iife", platform: "browser", write: false, logLevel: "error" });
// The page comes from no address, so Chromium would ask whether it may call this machine.
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-features=LocalNetworkAccessChecks"] });
try {
  const page = await browser.newPage();
  page.on("console", (message) => console.error(message.text()));
  // The shop's origin, which the API allows; nothing has to listen there.
  await page.route(`${here.origin}/**`, (route) => route.fulfill({ contentType: "text/html", body: "<!doctype html><title>Shop</title>" }));
  await page.goto(`${here.origin}/`);
  await page.addScriptTag({ content: bundle.outputFiles[0].text });
  const outcome = await page.evaluate(async (here) => {
    const idToken = await signIn(here);
    const customer = await credentials({ ...here, idToken });
    const guest = await credentials(here);
    const own = JSON.parse(atob(idToken.split(".")[1].replaceAll("-", "+").replaceAll("_", "/"))).sub;
    return {
      identity: customer.identityId,
      orders: await listOrders({ ...here, credentials: customer }),
      ownItems: await queryTable({ ...here, credentials: customer, customerId: own }),
      othersItems: await queryTable({ ...here, credentials: customer, customerId: here.other }),
      guestsOrders: await listOrders({ ...here, credentials: guest }),
      guestsItems: await queryTable({ ...here, credentials: guest, customerId: own }),
    };
  }, here);
  console.log(JSON.stringify(outcome));
} finally {
  await browser.close();
}
