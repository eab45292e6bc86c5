// An identity provider of npm's samlp, and the system's Chromium on its way through it. Arguments: chromium, a file with what it is told (JSON).
// Prints where the browser was sent after sign-in, after sign-out, and when nobody may be asked.
import { readFileSync } from "node:fs";
import { createPublicKey } from "node:crypto";
import { createServer } from "node:http";
import { chromium } from "playwright-core";
import samlp from "samlp";
import SessionParticipants from "samlp/lib/sessionParticipants/index.js";

const [executablePath, file] = process.argv.slice(2);
const told = JSON.parse(readFileSync(file, "utf8"));
const identity = { issuer: told.issuer, cert: told.cert, key: told.key };
const user = { id: "Ann-1", displayName: "Ann", emails: [{ value: "ann@example.com" }], name: { givenName: "Ann", familyName: "Smith" } };
const sessions = [];
const participants = new SessionParticipants(sessions);
const states = new Map();
const store = {
  save: (_, state, done) => { const handle = String(states.size + 1); states.set(handle, state); done(null, handle); },
  load: (_, handle, options, done) => { (done ?? options)(null, states.get(handle)); if (options?.destroy) states.delete(handle); },
  update: (_, handle, state, done) => { states.set(handle, state); done(null, handle); },
};
const metadata = samlp.metadata({ ...identity, redirectEndpointPath: "/sso", postEndpointPath: "/sso", logoutEndpointPaths: { redirect: "/slo" } });
const logout = samlp.logout({
  ...identity, deflate: true, protocolBinding: "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST", sessionParticipants: participants, store,
  signatureAlgorithm: "rsa-sha256", digestAlgorithm: "sha256",
});

function signIn(request, response, fail) {
  const checked = { signingCert: told.signingCert, relayState: request.query.RelayState, deflate: true };
  samlp.parseRequest(request, checked, (error, asked) => {
    if (error) return fail(error);
    const sessionIndex = "_session-1";
    sessions.push({
      serviceProviderId: asked.issuer, nameId: user.id, nameIdFormat: "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified", sessionIndex,
      serviceProviderLogoutURL: asked.assertionConsumerServiceURL.replace("idpresponse", "logout"), cert: told.signingCert,
    });
    const config = {
      ...identity, signatureAlgorithm: "rsa-sha256", digestAlgorithm: "sha256", audience: asked.issuer, recipient: asked.assertionConsumerServiceURL,
      destination: asked.assertionConsumerServiceURL, inResponseTo: asked.id, sessionIndex, signAssertion: told.signs === "assertion", signResponse: told.signs === "response",
      ...(told.encryptionCert && { encryptionCert: told.encryptionCert, encryptionPublicKey: createPublicKey(told.encryptionCert).export({ type: "spki", format: "pem" }) }),
    };
    samlp.getSamlResponse(config, user, (failure, xml) => {
      if (failure) return fail(failure);
      const field = (name, value) => `<input type="hidden" name="${name}" value="${value}">`;
      response.set("Content-Type", "text/html");
      response.send(`<form method="post" action="${asked.assertionConsumerServiceURL}">${field("SAMLResponse", Buffer.from(xml).toString("base64"))}${
        field("RelayState", request.query.RelayState)}</form><script>document.forms[0].submit()</script>`);
    });
  });
}

const server = createServer((request, response) => {
  const url = new URL(request.url, `http://localhost:${told.port}`);
  Object.assign(request, { query: Object.fromEntries(url.searchParams), body: {}, protocol: "http", originalUrl: request.url });
  response.set = (name, value) => response.setHeader(name, value);
  response.send = (body) => response.end(typeof body === "number" ? String(body) : body);
  response.redirect = (location) => response.writeHead(302, { location }).end();
  const fail = (error) => { console.error(error); response.writeHead(500).end(String(error)); };
  const pages = { "/metadata": metadata, "/sso": (_, __) => signIn(request, response, fail), "/slo": logout };
  pages[url.pathname] ? pages[url.pathname](request, response, fail) : response.writeHead(404).end();
}).listen(told.port, "localhost");

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
try {
  const page = await browser.newPage();
  // Nothing listens at the application's addresses: the browser's requests for them are what counts.
  const landing = async (address, prefix) => {
    const landed = page.waitForRequest((request) => request.url().startsWith(prefix), { timeout: 15000 });
    await page.goto(address).catch(() => {});
    return (await landed).url();
  };
  const landed = await landing(told.authorize, told.callback);
  const out = await landing(told.logout, told.bye);
  const asked = await landing(`${told.authorize}&prompt=none`, told.callback);
  console.log(JSON.stringify({ landed, out, asked }));
} finally {
  await browser.close();
  server.close();
  server.closeAllConnections();
}
