// oidc-client-ts in a page: turned down at the provider, signed in, refreshed, signed out.
import { agree, cancel } from "./chromium.mjs";
import { withPage } from "./server.mjs";

export default (page, here) => withPage(here, async () => {
  await page.goto(`${here.origin}/`);

  await page.evaluate(() => void window.signIn());
  await cancel(page);
  await page.waitForURL(`${here.origin}/**`);
  const turnedDown = await page.evaluate(() => window.finish());

  await page.evaluate(() => void window.signIn());
  await agree(page, here.user);
  await page.waitForURL(`${here.origin}/**`);
  const signedIn = await page.evaluate(async () => {
    const first = await window.finish();
    const placed = await window.place(first.id);
    const listed = await window.list(first.id);
    const second = await window.refresh();
    return { state: first.state, claims: first.profile, placed, listed, isRefreshed: second.access !== first.access, listedAgain: await window.list(second.id) };
  });

  await page.evaluate(() => void window.signOut());
  await page.waitForRequest((request) => new URL(request.url()).pathname.endsWith("/logout"));
  await page.waitForURL(`${here.origin}/**`);
  await page.waitForFunction(() => window.user);
  const signedOut = await page.evaluate(async () => ({ session: (await window.user()) ?? null, listed: await window.list() }));
  return { turnedDown, signedIn, signedOut };
});
