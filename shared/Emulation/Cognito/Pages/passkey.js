// Asks the browser for a passkey and sends what it says in the form that the page has for it.
// The form's data-passkey is "get" or "create", its data-options what the browser is asked; the rest is what people are told.
const form = document.querySelector("form[data-passkey]");
const problem = document.getElementById("passkey-problem");
const button = form.querySelector("button[type=submit]");
const isNew = form.dataset.passkey === "create";

const bytesOf = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
const textOf = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const listed = (credentials) => (credentials ?? []).map((one) => ({ ...one, id: bytesOf(one.id) }));

function optionsOf(json) {
  const options = { ...json, challenge: bytesOf(json.challenge) };
  if (isNew) {
    return { ...options, user: { ...json.user, id: bytesOf(json.user.id) }, excludeCredentials: listed(json.excludeCredentials) };
  }
  return { ...options, allowCredentials: listed(json.allowCredentials) };
}

function jsonOf(credential) {
  const said = credential.response;
  const response = { clientDataJSON: textOf(said.clientDataJSON) };
  if (isNew) {
    response.attestationObject = textOf(said.attestationObject);
    response.transports = said.getTransports?.() ?? [];
  } else {
    response.authenticatorData = textOf(said.authenticatorData);
    response.signature = textOf(said.signature);
    if (said.userHandle) {
      response.userHandle = textOf(said.userHandle);
    }
  }
  return {
    id: credential.id,
    rawId: credential.id,
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment ?? undefined,
    clientExtensionResults: {},
    response,
  };
}

async function ask() {
  button.disabled = true;
  problem.textContent = "";
  try {
    const publicKey = optionsOf(JSON.parse(form.dataset.options));
    const credential = await (isNew ? navigator.credentials.create({ publicKey }) : navigator.credentials.get({ publicKey }));
    form.elements.credential.value = JSON.stringify(jsonOf(credential));
    form.submit();
  } catch (error) {
    problem.textContent = error.name === "InvalidStateError" ? form.dataset.taken : form.dataset.unused;
    button.disabled = false;
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  ask();
});
if (window.PublicKeyCredential === undefined) {
  problem.textContent = form.dataset.absent;
  button.disabled = true;
} else if (!isNew) {
  ask();
}
