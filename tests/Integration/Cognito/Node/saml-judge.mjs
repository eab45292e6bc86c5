// Judges a SAML stand-in's answer with node-saml, as a service provider would. Arguments: where a sign-in begins, the address of the stand-in's metadata. Prints JSON.
import { SAML } from "@node-saml/node-saml";
import { inflateRawSync } from "node:zlib";

const [authorize, metadataUrl] = process.argv.slice(2);
const unescape = (text) => text.replaceAll("&quot;", '"').replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&#39;", "'").replaceAll("&amp;", "&");
const hidden = (html, name) => unescape(html.match(new RegExp(`name="${name}" value="([^"]*)"`))[1]);
const attribute = (xml, name) => xml.match(new RegExp(`\\b${name}="([^"]*)"`))[1];

const certificate = (await (await fetch(metadataUrl)).text()).match(/<(?:\w+:)?X509Certificate>([^<]+)</)[1].replace(/\s/g, "");
const left = (await fetch(authorize, { redirect: "manual" })).headers.get("location");
const request = inflateRawSync(Buffer.from(new URL(left).searchParams.get("SAMLRequest"), "base64")).toString();
const page = await (await fetch(left)).text();
const chosen = await fetch(new URL(page.match(/<form method="post" action="([^"]*)"/)[1], left), {
  method: "POST", body: new URLSearchParams({ visit: hidden(page, "visit"), person: "amy" }),
});
const answer = hidden(await chosen.text(), "SAMLResponse");

const judge = (audience, idpCert = certificate) => new SAML({
  idpCert, audience, issuer: audience, callbackUrl: attribute(request, "AssertionConsumerServiceURL"), wantAssertionsSigned: true, wantAuthnResponseSigned: false,
  validateInResponseTo: "always", cacheProvider: { saveAsync: async () => null, getAsync: async (id) => (id === attribute(request, "ID") ? new Date().toISOString() : null), removeAsync: async () => null },
});
const says = async (saml, response) => {
  try {
    const { profile } = await saml.validatePostResponseAsync({ SAMLResponse: response });
    return { nameId: profile.nameID, email: profile.email ?? null, issuer: profile.issuer };
  } catch (error) {
    return { refused: error.message };
  }
};
const issuer = request.match(/<(?:\w+:)?Issuer[^>]*>([^<]+)</)[1];
const changed = Buffer.from(Buffer.from(answer, "base64").toString().replaceAll("amy", "eve")).toString("base64");
console.log(JSON.stringify({
  issuer, taken: await says(judge(issuer), answer), changed: await says(judge(issuer), changed), forAnother: await says(judge("urn:amazon:cognito:sp:another"), answer),
}));
