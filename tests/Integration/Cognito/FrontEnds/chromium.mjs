// The system's Chromium as a person uses it: it trusts the certificate of this run and no other beside the usual ones, and loads nothing from elsewhere.
import { chromium } from "playwright-core";

export async function withChromium(here, act) {
  const browser = await chromium.launch({
    executablePath: here.chromium,
    // No routes of Playwright: with one it grants every preflight request itself.
    args: ["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1", `--ignore-certificate-errors-spki-list=${here.certificate}`],
  });
  try {
    const page = await (await browser.newContext()).newPage();
    page.setDefaultTimeout(20_000);
    page.on("pageerror", (error) => console.error(`page: ${error}`));
    page.on("console", (message) => console.error(`console: ${message.text()}`));
    return await act(page);
  } catch (error) {
    for (const page of browser.contexts().flatMap((context) => context.pages())) console.error(`at ${page.url()}: ${(await page.textContent("body").catch(() => "")).slice(0, 500)}`);
    throw error;
  } finally {
    await browser.close();
  }
}

// At the provider: signs in, and agrees to what the pool asks for. At a stand-in: says who that is.
export async function agree(page, user) {
  if (await isAtStandIn(page)) {
    const name = await page.textContent("#claims-hint code");
    await page.fill("#claims", JSON.stringify({ [name]: user, email: `${user}@example.com`, email_verified: true }));
    await page.click("button:has-text('Sign in with these claims')");
    return;
  }
  await page.fill("input[name=login]", user);
  await page.fill("input[name=password]", "of no interest");
  await page.click("button[type=submit]");
  await page.click("button:has-text('Continue')");
}

// At the provider: will not.
export async function cancel(page) {
  if (await isAtStandIn(page)) {
    await page.selectOption("#fault", "deny");
    await page.click("button:has-text('Amy')");
    return;
  }
  await page.click("a:has-text('Cancel')");
}

async function isAtStandIn(page) {
  await page.waitForSelector("input[name=login], #claims");
  return (await page.$("#claims")) !== null;
}
