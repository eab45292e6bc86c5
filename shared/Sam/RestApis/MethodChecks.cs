using System.Collections.Immutable;
using Sam.Documents;
using Sam.Policies;
using Sam.RequestModels;
using Sam.Resources;

namespace Sam.RestApis;

/// <summary>
/// What a method has checked of requests: the validator that <c>RequestValidatorId</c> names, with <c>RequestModels</c> and <c>RequestParameters</c>. AWS CloudFormation,
/// "AWS::ApiGateway::RequestValidator" and "AWS::ApiGateway::Model".
/// </summary>
internal sealed class MethodChecks(RestApiParts parts)
{
    private const string Prefix = "method.request.";

    /// <summary>What is checked; null for nothing, and where it closes the method.</summary>
    public RequestCheck? Of(Values method, string apiId)
    {
        if (method["RequestValidatorId"] is null || method.Text("RequestValidatorId") is not { } id)
        {
            return null;
        }

        if (parts.Of("RequestValidator", apiId).FirstOrDefault(one => RestApiParts.Id(one) == id)?.Values is not { } validator)
        {
            method.Close("RequestValidatorId", "The validator is none of this template's API.", "Refer to an AWS::ApiGateway::RequestValidator of the API with !Ref.");
            return null;
        }

        var checksBody = validator.Flag("ValidateRequestBody") == true;
        var checksParameters = validator.Flag("ValidateRequestParameters") == true;
        if (validator.ClosureOf() is { } closed)
        {
            method.Close("RequestValidatorId", closed.Message, closed.Remedy);
            return null;
        }

        var check = new RequestCheck
        {
            ChecksBody = checksBody,
            Models = checksBody ? Models(method, apiId) : ImmutableDictionary<string, string>.Empty,
            Required = checksParameters ? Required(method) : [],
        };
        return check.ChecksAnything ? check : null;
    }

    private ImmutableDictionary<string, string> Models(Values method, string apiId)
    {
        var schemas = new ModelSchemas(name => Schema(name, apiId));
        var models = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (type, name) in method.TextMap("RequestModels"))
        {
            if (Predefined(name) is { } whole)
            {
                models[type] = whole;
                continue;
            }

            if (Model(name, apiId)?.ClosureOf() is { } closed)
            {
                method.Close("RequestModels", closed.Message, closed.Remedy);
                continue;
            }

            var problem = $"The API has no model '{name}' in this template.";
            if (Schema(name, apiId) is { } schema && schemas.Whole(schema, out problem) is { } found)
            {
                models[type] = found;
            }
            else
            {
                method.Close("RequestModels", problem!, "Declare the AWS::ApiGateway::Model in the template.");
            }
        }

        return models.ToImmutable();
    }

    // Every API has these two from the start: "Data models for REST APIs", and what GetModels answers of a new API.
    private static string? Predefined(string name) => name switch
    {
        "Empty" => "{}",
        "Error" => """{"type":"object","properties":{"message":{"type":"string"}}}""",
        _ => null,
    };

    private Values? Model(string name, string apiId) => parts.Of("Model", apiId).FirstOrDefault(model => model.Physical.Name == name)?.Values;

    private string? Schema(string name, string apiId) =>
        Model(name, apiId)?["Schema"] switch
        {
            ScalarNode text => text.Text,
            MapNode map => PolicyDocument.ToJson(map),
            _ => null,
        };

    private static ImmutableArray<string> Required(Values method)
    {
        var parameters = method.Inner("RequestParameters");
        return
        [
            .. parameters.Map.Given.Where(one => parameters.Flag(one.Key) == true)
                .Select(static one => one.Key.StartsWith(Prefix, StringComparison.Ordinal) ? one.Key[Prefix.Length..] : one.Key),
        ];
    }
}
