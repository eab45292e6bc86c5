using System.Collections.Immutable;
using Sam.Errors;
using Sam.Resources;

namespace Sam.RestApis;

/// <summary>Which authorizer a method has, of the <c>AWS::ApiGateway::Authorizer</c>s of its API.</summary>
internal sealed class PlainAuthorizers(ImmutableArray<Resource> resources, FunctionArns functions, CredentialsReader credentials)
{
    private readonly RestAuthorizerReader reader = new(functions, credentials);
    private readonly Dictionary<string, Resource> byId = resources
        .Where(static resource => resource.TypeName == "AWS::ApiGateway::Authorizer")
        .ToDictionary(RestApiParts.Id, StringComparer.Ordinal);

    /// <summary>
    /// The authorizer of a method with its scopes, a closed one where it cannot be enforced; null after an error, which has been reported, or where the method is closed.
    /// </summary>
    /// <param name="method">The method.</param>
    /// <param name="apiId">Its API.</param>
    /// <param name="variables">The variables of the stage.</param>
    public Authorizer? Of(Values method, string apiId, IReadOnlyDictionary<string, string> variables)
    {
        if (method["AuthorizationType"] is null)
        {
            return Open(method);
        }

        switch (method.Text("AuthorizationType"))
        {
            case null:
                return null;
            case "NONE":
                return Open(method);
            case "AWS_IAM":
                return IamAuthorizer.Instance;
            case ("JWT" or "COGNITO_USER_POOLS" or "CUSTOM") and var type:
                return Named(method, apiId, type, variables);
            case var other:
                method.Report(
                    "AuthorizationType", $"'{other}' is not a type of authorization.",
                    DidYouMean.Hint(other, ["AWS_IAM", "COGNITO_USER_POOLS", "CUSTOM", "JWT", "NONE"]) ?? "Use NONE, AWS_IAM, COGNITO_USER_POOLS, CUSTOM or JWT.");
                return null;
        }
    }

    // Whether API Gateway asks an authorizer that is named beside NONE is not known.
    private static Authorizer Open(Values method) => method["AuthorizerId"] is null ? NoAuthorizer.Instance : new ClosedAuthorizer(
        method.Close(
            "AuthorizerId", "An authorizer is named, and AuthorizationType does not ask for one: whether API Gateway asks it all the same is not known.",
            "Remove it, or write the AuthorizationType of the authorizer."),
        NoAuthorizer.Instance);

    private Authorizer? Named(Values method, string apiId, string type, IReadOnlyDictionary<string, string> variables)
    {
        var id = method.Text("AuthorizerId");
        if (id is null && method["AuthorizerId"] is not null)
        {
            return null;
        }

        if (id is null || !byId.TryGetValue(id, out var declared) || declared.Values.Text("RestApiId") != apiId)
        {
            method.Report("AuthorizerId", $"With AuthorizationType {type} a method needs an authorizer of its API.", "Refer to an AWS::ApiGateway::Authorizer with !Ref.");
            return null;
        }

        var scopes = method.Texts("AuthorizationScopes").Select(static scope => scope.Text).ToImmutableArray();
        var kind = declared.Values.Text("Type");
        if (kind is not null && type != (kind is "TOKEN" or "REQUEST" ? "CUSTOM" : kind))
        {
            method.Report(
                "AuthorizationType", $"{declared.LogicalId} is of type {kind}, which {type} does not go with.",
                "Use CUSTOM with TOKEN and REQUEST, else the authorizer's own type.");
            return null;
        }

        if (type == "CUSTOM" && !scopes.IsEmpty)
        {
            var closure = method.Close("AuthorizationScopes", "The method's authorizer looks at no scopes.", "Remove them, or name an authorizer that checks tokens.");
            return new ClosedAuthorizer(closure, reader.Of(declared, [], variables));
        }

        return reader.Of(declared, scopes, variables);
    }
}
