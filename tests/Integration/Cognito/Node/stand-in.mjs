// Drives the system's Chromium through an identity provider's stand-in and back. Arguments: chromium, the address to begin at, the text of the button there (none where it leads
// straight to the provider), redirect URI, the person, a folder for pictures, and whether the stand-in's form is used by keys alone, on dark pages. Prints the URL that the browser is sent to, and what its console complained of.
import { chromium } from "playwright-core";

const [executablePath, login, button, redirect, person, pictures, byKeys] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
try {
  const page = await browser.newPage({ viewport: { width: 760, height: 620 }, colorScheme: byKeys === "true" ? "dark" : "light" });
  const complaints = [];
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.goto(login);
  if (button !== "") {
    await page.screenshot({ path: `${pictures}/sign-in-with-google.png` });
    await page.setViewportSize({ width: 760, height: 900 });
    await page.getByRole("link", { name: button }).click();
  }

  await page.getByRole("button", { name: person }).waitFor();
  await page.screenshot({ path: `${pictures}/stand-in.png` });

  // Nothing listens at the application's address: the browser's request for it is what counts.
  const landed = page.waitForRequest((request) => request.url().startsWith(redirect));
  if (byKeys === "true") {
    await page.getByRole("button", { name: person }).focus();
    await page.keyboard.press("Enter");
  } else {
    await page.getByRole("button", { name: person }).click();
  }

  const url = (await landed).url();
  console.log(JSON.stringify({ url, complaints: complaints.filter((text) => !text.includes("favicon") && !text.includes("net::ERR_")) }));
} finally {
  await browser.close();
}
