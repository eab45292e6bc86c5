#!/usr/bin/env bash
# Signs a user in and out by Debian's simplesamlphp, which checks the signatures of a pool's requests and encrypts assertions (AES in CBC). Run by hand:
#   apt-get install simplesamlphp php-cli php-xml php-mbstring php-curl openssl curl awscli
#   dotnet build && tests/Integration/Cognito/SimpleSamlPhp/judge.sh
# Ends with "simplesamlphp: signed in and out" and exit code 0.
set -euo pipefail
root=$(cd "$(dirname "$0")/../../../.." && pwd)
work=$(mktemp -d)
pids=()
finish() {
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  rm -rf "$work"
}
trap finish EXIT
free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
aws_port=$(free_port) idp_port=$(free_port)
idp=http://localhost:$idp_port
domain=http://127.0.0.1:$aws_port/auth/staff
callback=http://localhost:3000/callback bye=http://localhost:3000/bye
fail() { echo "FAILED: $1" >&2; exit 1; }

# The pool, whose metadata comes from simplesamlphp.
cat >"$work/template.yaml" <<TEMPLATE
AWSTemplateFormatVersion: "2010-09-09"
Resources:
  Pool: { Type: AWS::Cognito::UserPool, Properties: {} }
  Domain: { Type: AWS::Cognito::UserPoolDomain, Properties: { UserPoolId: !Ref Pool, Domain: staff } }
  Staff:
    Type: AWS::Cognito::UserPoolIdentityProvider
    Properties:
      UserPoolId: !Ref Pool
      ProviderName: Staff
      ProviderType: SAML
      ProviderDetails: { MetadataURL: "$idp/saml2/idp/metadata.php", IDPSignout: true, RequestSigningAlgorithm: rsa-sha256, EncryptedResponses: true }
      AttributeMapping: { email: mail }
  Client:
    Type: AWS::Cognito::UserPoolClient
    DependsOn: Staff
    Properties:
      UserPoolId: !Ref Pool
      AllowedOAuthFlowsUserPoolClient: true
      AllowedOAuthFlows: [code]
      AllowedOAuthScopes: [openid, email]
      CallbackURLs: ["$callback"]
      LogoutURLs: ["$bye"]
      SupportedIdentityProviders: [Staff]
TEMPLATE
dotnet run --project "$root/shared/LocalAws" --no-build -- up --template "$work/template.yaml" --port "$aws_port" >"$work/localaws.log" 2>&1 &
pids+=($!)
for _ in $(seq 150); do curl -sf -o /dev/null "http://127.0.0.1:$aws_port/_localaws/health" && break; sleep 0.2; done
export AWS_CONFIG_FILE=$work/.localaws/config AWS_SHARED_CREDENTIALS_FILE=$work/.localaws/credentials AWS_PROFILE=admin
[ -f "$AWS_CONFIG_FILE" ] || fail "LocalAws did not start: $(cat "$work/localaws.log")"
pool=$(aws cognito-idp list-user-pools --max-results 1 --query 'UserPools[0].Id' --output text)
client=$(aws cognito-idp list-user-pool-clients --user-pool-id "$pool" --query 'UserPoolClients[0].ClientId' --output text)
signing=$(aws cognito-idp get-signing-certificate --user-pool-id "$pool" --query Certificate --output text)
encryption=$(aws cognito-idp describe-identity-provider --user-pool-id "$pool" --provider-name Staff --query IdentityProvider.ProviderDetails.ActiveEncryptionCertificate --output text)

# simplesamlphp, with one user who needs no password.
mkdir -p "$work/php/metadata" "$work/php/cert" "$work/php/tmp" "$work/php/sessions"
openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=idp -keyout "$work/php/cert/idp.pem" -out "$work/php/cert/idp.crt" 2>/dev/null
cat >"$work/php/config.php" <<PHP
<?php
\$config = [
    'baseurlpath' => '$idp/', 'certdir' => '$work/php/cert/', 'loggingdir' => '$work/php/', 'datadir' => '$work/php/', 'tempdir' => '$work/php/tmp',
    'metadatadir' => '$work/php/metadata/', 'attributenamemapdir' => '/etc/simplesamlphp/attributemap/', 'secretsalt' => '$(openssl rand -hex 16)',
    'auth.adminpassword' => '$(openssl rand -hex 16)', 'technicalcontact_email' => 'na@example.org', 'timezone' => 'UTC', 'enable.saml20-idp' => true,
    'module.enable' => ['exampleauth' => true, 'core' => true, 'saml' => true], 'session.cookie.secure' => false, 'session.phpsession.savepath' => '$work/php/sessions',
    'store.type' => 'phpsession', 'logging.handler' => 'file', 'logging.logfile' => 'php.log', 'logging.level' => SimpleSAML\Logger::DEBUG, 'metadata.sources' => [['type' => 'flatfile']],
    'language.available' => ['en'], 'language.default' => 'en', 'theme.use' => 'default', 'showerrors' => true, 'errorreporting' => false, 'debug' => ['saml' => true],
];
PHP
cat >"$work/php/authsources.php" <<'PHP'
<?php
$config = ['static' => ['exampleauth:StaticSource', 'uid' => ['Ann-1'], 'mail' => ['ann@example.com'], 'groups' => ['a b', 'c,d']]];
PHP
cat >"$work/php/metadata/saml20-idp-hosted.php" <<PHP
<?php
\$metadata['$idp/entity'] = [
    'host' => '__DEFAULT__', 'privatekey' => 'idp.pem', 'certificate' => 'idp.crt', 'auth' => 'static', 'validate.authnrequest' => true, 'sign.logout' => true, 'validate.logout' => true,
    'authproc' => [3 => ['class' => 'saml:AttributeNameID', 'attribute' => 'uid', 'Format' => 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified']],
];
PHP
cat >"$work/php/metadata/saml20-sp-remote.php" <<PHP
<?php
\$metadata['urn:amazon:cognito:sp:$pool'] = [
    'AssertionConsumerService' => [['Binding' => 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST', 'Location' => '$domain/saml2/idpresponse', 'index' => 0, 'isDefault' => true]],
    'SingleLogoutService' => [['Binding' => 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST', 'Location' => '$domain/saml2/logout']],
    'NameIDFormat' => 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified', 'assertion.encryption' => true,
    'keys' => [
        ['type' => 'X509Certificate', 'signing' => true, 'encryption' => false, 'X509Certificate' => '$signing'],
        ['type' => 'X509Certificate', 'signing' => false, 'encryption' => true, 'X509Certificate' => '$encryption'],
    ],
];
PHP
SIMPLESAMLPHP_CONFIG_DIR=$work/php php -d error_reporting=0 -S "localhost:$idp_port" -t /usr/share/simplesamlphp/www >"$work/php/server.log" 2>&1 &
pids+=($!)
for _ in $(seq 50); do curl -sf -o "$work/metadata.xml" "$idp/saml2/idp/metadata.php" && break; sleep 0.2; done
grep -q EntityDescriptor "$work/metadata.xml" || fail "simplesamlphp did not start: $(tail -n 20 "$work/php/server.log")"

# A browser: cookies, redirects, and the form of simplesamlphp's page, which it sends.
browse() { curl -s -b "$work/cookies" -c "$work/cookies" "$@"; }
follow() { # the page behind the redirects, in page.html; prints the last address, which need not answer
  browse -L -o "$work/page.html" -w '%{url_effective}' "$@" || true
}
field() { python3 - "$work/page.html" "$1" <<'PY'
import html, re, sys
page = open(sys.argv[1]).read()
match = re.search(r'action="([^"]*)"' if sys.argv[2] == "action" else r'name="%s"[^>]*value="([^"]*)"' % sys.argv[2], page)
print(html.unescape(match.group(1)) if match else "")
PY
}
submit() { follow --data-urlencode "SAMLResponse=$(field SAMLResponse)" --data-urlencode "RelayState=$(field RelayState)" "$(field action)"; }
explain() { tail -n 40 "$work/php/php.log" "$work/php/server.log" "$work/localaws.log"; cat "$work/page.html"; }

follow "$domain/oauth2/authorize?response_type=code&client_id=$client&redirect_uri=$callback&scope=openid+email&identity_provider=Staff&state=s" >/dev/null
[ "$(field action)" = "$domain/saml2/idpresponse" ] || { explain; fail "simplesamlphp does not send a response to the pool"; }
landed=$(submit)
[[ $landed == "$callback?code="* ]] || { explain; fail "sign-in ended at $landed"; }
code=${landed#*code=}
token=$(curl -s -d grant_type=authorization_code -d "client_id=$client" -d "redirect_uri=$callback" -d "code=${code%%&*}" "$domain/oauth2/token")
python3 - "$token" <<'PY' || fail "the ID token says something else: $token"
import base64, json, sys
claims = json.loads(base64.urlsafe_b64decode(json.loads(sys.argv[1])["id_token"].split(".")[1] + "=="))
assert claims["cognito:username"] == "Staff_Ann-1" and claims["email"] == "ann@example.com" and claims["identities"][0]["providerType"] == "SAML", claims
PY
follow "$domain/logout?client_id=$client&logout_uri=$bye" >/dev/null
[ "$(field action)" = "$domain/saml2/logout" ] || { explain; fail "simplesamlphp does not answer the request to sign out"; }
out=$(submit)
[ "$out" = "$bye" ] || { explain; fail "sign-out ended at $out"; }
echo "simplesamlphp: signed in and out"
