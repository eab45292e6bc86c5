using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Emulation.Cognito.Protocol;

namespace Emulation.Cognito.Pools;

/// <summary>
/// Turns a CreateUserPoolClient or UpdateUserPoolClient request, or the properties of an <c>AWS::Cognito::UserPoolClient</c>, into a client's document.
/// Amazon Cognito API Reference, CreateUserPoolClient.
/// </summary>
internal static class ClientDocument
{
    public const string LiteLacksRotation = "The following features need to be disabled for the LITE pricing tier configured: Refresh Token Rotation";

    private const string Secrets = "ClientSecrets";

    private static readonly string[] KnownFlows =
    [
        "ADMIN_NO_SRP_AUTH", "CUSTOM_AUTH_FLOW_ONLY", "USER_PASSWORD_AUTH", "ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_CUSTOM_AUTH",
        "ALLOW_USER_PASSWORD_AUTH", "ALLOW_USER_SRP_AUTH",
        "ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_AUTH",
    ];

    private static readonly string[] Copied =
    [
        "ReadAttributes", "WriteAttributes", "SupportedIdentityProviders", "CallbackURLs", "LogoutURLs", "DefaultRedirectURI", "AllowedOAuthFlows", "AllowedOAuthScopes",
        "ExplicitAuthFlows", "PreventUserExistenceErrors", "AccessTokenValidity", "IdTokenValidity", "AnalyticsConfiguration",
    ];

    /// <param name="request">The request, or the properties.</param>
    /// <param name="pool">The client's pool.</param>
    /// <param name="id">The client's id.</param>
    /// <param name="secrets">The secrets that it keeps or gets.</param>
    /// <param name="created">When it was made.</param>
    /// <param name="now">Now.</param>
    public static UserPoolClient Create(Fields request, UserPool pool, string id, ImmutableArray<ClientSecret> secrets, JsonNode created, JsonNode now)
    {
        var document = new JsonObject
        {
            ["UserPoolId"] = pool.Id,
            ["ClientName"] = request.Text("ClientName", 1, 128) ?? id,
            ["ClientId"] = id,
            ["LastModifiedDate"] = now.DeepClone(),
            ["CreationDate"] = created.DeepClone(),
            ["RefreshTokenValidity"] = request.Integer("RefreshTokenValidity", 0, 315360000) is { } days and > 0 ? days : 30,
            ["TokenValidityUnits"] = request.Inner("TokenValidityUnits")?.Json.DeepClone() ?? new JsonObject(),
            ["AllowedOAuthFlowsUserPoolClient"] = request.Flag("AllowedOAuthFlowsUserPoolClient") ?? false,
            ["EnableTokenRevocation"] = request.Flag("EnableTokenRevocation") ?? true,
            ["EnablePropagateAdditionalUserContextData"] = request.Flag("EnablePropagateAdditionalUserContextData") ?? false,
            ["AuthSessionValidity"] = request.Integer("AuthSessionValidity", 3, 15) ?? 3,
        };
        SetSecrets(document, secrets);
        CheckChoices(request);
        if (request.Inner("RefreshTokenRotation") is { } rotation)
        {
            document["RefreshTokenRotation"] = Rotation(rotation);
        }

        foreach (var name in Copied)
        {
            if (request.Json[name] is { } value)
            {
                document[name] = value.DeepClone();
            }
        }

        var client = new UserPoolClient(document);
        CheckAttributes(client, pool);
        CheckLifetimes(client);
        CheckOAuth(client);
        CheckRotation(client, pool);
        return client;
    }

    /// <summary>The client with other secrets.</summary>
    public static UserPoolClient With(UserPoolClient client, ImmutableArray<ClientSecret> secrets)
    {
        var document = (JsonObject)client.Document.DeepClone();
        SetSecrets(document, secrets);
        return new UserPoolClient(document);
    }

    /// <summary>The client as descriptions show it.</summary>
    public static JsonObject Shown(UserPoolClient client)
    {
        var document = (JsonObject)client.Document.DeepClone();
        document.Remove(Secrets);
        return document;
    }

    private static void SetSecrets(JsonObject document, ImmutableArray<ClientSecret> secrets)
    {
        if (secrets is [var oldest, ..])
        {
            document["ClientSecret"] = oldest.Value;
            document[Secrets] = WireJson.List(secrets.Select(static secret => (JsonNode)secret.ToJson(withValue: true)));
        }
    }

    private static void CheckChoices(Fields request)
    {
        request.Choice("PreventUserExistenceErrors", "LEGACY", "ENABLED");
        foreach (var flow in request.Texts("ExplicitAuthFlows").Where(static flow => !KnownFlows.Contains(flow)))
        {
            throw Refusal.Invalid(
                $"1 validation error detected: Value '[{flow}]' at 'explicitAuthFlows' failed to satisfy constraint: Member must satisfy constraint: "
                    + $"[Member must satisfy enum value set: [{string.Join(", ", KnownFlows)}]]");
        }
    }

    /// <summary>Without rotation there is no grace to show.</summary>
    private static JsonObject Rotation(Fields rotation)
    {
        var feature = rotation.Choice("Feature", "ENABLED", "DISABLED") ?? throw rotation.Violation("null", "Feature", "Member must not be null");
        var grace = rotation.Integer("RetryGracePeriodSeconds", 0, 60) ?? 0;
        return new() { ["Feature"] = feature, ["RetryGracePeriodSeconds"] = feature == "ENABLED" ? grace : 0 };
    }

    private static void CheckRotation(UserPoolClient client, UserPool pool)
    {
        if (!client.RotatesRefreshTokens)
        {
            return;
        }

        if (client.Flows.Contains("REFRESH_TOKEN_AUTH"))
        {
            throw Refusal.Invalid("ALLOW_REFRESH_TOKEN_AUTH is not a permitted ExplicitAuthFlow when refresh token rotation is enabled.");
        }

        if (pool.IsLite)
        {
            throw new CognitoException("FeatureUnavailableInTierException", LiteLacksRotation);
        }
    }

    /// <summary>Users must be able to set what the pool requires of them.</summary>
    private static void CheckAttributes(UserPoolClient client, UserPool pool)
    {
        if (client.ReadAttributes.FirstOrDefault(name => pool.Schema.Find(name) is null) is { } unreadable)
        {
            throw new CognitoException("InvalidParameterException", "Invalid read attributes specified while creating a client", $"{unreadable} is not an attribute of the pool");
        }

        var unwritable = client.WriteAttributes.FirstOrDefault(name => pool.Schema.Find(name) is null);
        var missing = client.WriteAttributes.IsEmpty
            ? null
            : pool.Schema.All.FirstOrDefault(attribute => attribute.Required && attribute.Name != "sub" && !client.WriteAttributes.Contains(attribute.Name))?.Name;
        if (unwritable is not null || missing is not null)
        {
            throw new CognitoException(
                "InvalidParameterException",
                "Invalid write attributes specified while creating a client",
                unwritable is not null ? $"{unwritable} is not an attribute of the pool" : $"the pool requires {missing}, which is not among WriteAttributes");
        }
    }

    private static void CheckLifetimes(UserPoolClient client)
    {
        foreach (var (name, lifetime) in ((string, TimeSpan)[])[("Access", client.AccessTokenLifetime), ("Id", client.IdTokenLifetime)])
        {
            if (lifetime < TimeSpan.FromMinutes(5) || lifetime > TimeSpan.FromDays(1))
            {
                throw Refusal.Invalid($"Invalid range for token validity: {name}TokenValidity must be between 5 minutes and 1 day.");
            }

            if (lifetime > client.RefreshTokenLifetime)
            {
                throw Refusal.Invalid($"Invalid range for token validity: {name}TokenValidity must not exceed RefreshTokenValidity.");
            }
        }

        if (client.RefreshTokenLifetime < TimeSpan.FromMinutes(60) || client.RefreshTokenLifetime > TimeSpan.FromDays(3650))
        {
            throw Refusal.Invalid("Invalid range for token validity: RefreshTokenValidity must be between 60 minutes and 3650 days.");
        }
    }

    private static void CheckOAuth(UserPoolClient client)
    {
        if (client.OAuthFlows.Contains("client_credentials"))
        {
            if (client.OAuthFlows.Length > 1)
            {
                throw new CognitoException("InvalidOAuthFlowException", "client_credentials flow can not be selected along with code flow or implicit flow.");
            }

            if (client.Secret is null)
            {
                throw new CognitoException("InvalidOAuthFlowException", "client_credentials flow can not be selected if client does not have a client secret.");
            }
        }

        foreach (var url in client.CallbackUrls.Concat(client.LogoutUrls))
        {
            if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Fragment.Length > 0 || (uri.Scheme == "http" && uri.Host is not ("localhost" or "127.0.0.1" or "[::1]")))
            {
                throw Refusal.Invalid($"{url} cannot use the HTTP protocol, unless it is localhost, and needs to be an absolute URI without a fragment.");
            }
        }

        if (client.DefaultRedirectUri is { } redirect && !client.CallbackUrls.Contains(redirect))
        {
            throw Refusal.Invalid("DefaultRedirectURI must be one of the CallbackURLs.");
        }
    }
}
