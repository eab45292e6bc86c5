// Drives the system's Chromium through the hosted pages. Arguments: chromium, URL of /oauth2/authorize, redirect URI, user, password, TOTP secret.
// Prints the URL that the browser is sent to.
import { chromium } from "playwright-core";
import { TOTP } from "otpauth";

const [executablePath, authorize, redirect, user, password, secret] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
try {
  const page = await browser.newPage();
  // Nothing listens at the application's address: the browser's request for it is what counts.
  const landed = page.waitForRequest((request) => request.url().startsWith(redirect));
  await page.goto(authorize);
  await page.locator("input[type=email], input[name=username]").first().fill(user);
  await page.locator("input[type=password]").fill(password);
  await page.locator("button[type=submit]").first().click();
  await page.locator("input[autocomplete=one-time-code]").fill(new TOTP({ secret }).generate({ timestamp: Date.now() + 30000 }));
  await page.locator("button[type=submit]").first().click();
  console.log((await landed).url());
} finally {
  await browser.close();
}
