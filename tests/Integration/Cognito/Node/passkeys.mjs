// Makes a passkey in the system's Chromium, with its virtual authenticator, and signs in by it. Arguments: chromium, URL of the domain, client, redirect URI, user, password.
// Prints the URLs that the browser was sent to, a line each: after the passkey was made, and after the sign-in by it.
import { chromium } from "playwright-core";

const [executablePath, domain, client, redirect, user, password] = process.argv.slice(2);
const query = `client_id=${client}&redirect_uri=${encodeURIComponent(redirect)}`;
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
try {
  const context = await browser.newContext();
  const page = await context.newPage();
  const authenticator = await context.newCDPSession(page);
  await authenticator.send("WebAuthn.enable");
  await authenticator.send("WebAuthn.addVirtualAuthenticator", {
    options: { protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
  });
  // Nothing listens at the application's address: the browser's request for it is what counts.
  const lands = () => page.waitForRequest((request) => request.url().startsWith(redirect));

  const made = lands();
  await page.goto(`${domain}/passkeys/add?${query}`);
  await page.locator("input[name=username]").fill(user);
  await page.locator("input[type=password]").fill(password);
  await page.locator("button[type=submit]").first().click();
  await page.getByRole("button", { name: "Create a passkey" }).click();
  console.log((await made).url());

  await context.clearCookies();
  const signedIn = lands();
  await page.goto(`${domain}/login?${query}&response_type=code&scope=openid+email&state=of-the-application`);
  await page.getByRole("link", { name: "Sign in with a passkey" }).click();
  await page.locator("input[name=username]").fill(user);
  await page.getByRole("button", { name: "Continue" }).click();
  console.log((await signedIn).url());
} finally {
  await browser.close();
}
