using Emulation.Lambda;
using Emulation.Protocols.RestJson;
using Emulation.State;

namespace Emulation.ApiGatewayV2;

/// <summary>
/// CreateIntegration, UpdateIntegration, DeleteIntegration: proxies of Lambda functions, the only kind that LocalAws has.
/// API Gateway Developer Guide, "Create AWS Lambda proxy integrations for HTTP APIs in API Gateway".
/// </summary>
internal sealed class Integrations(FunctionDirectory functions, IdSource ids)
{
    private const int ShortestTimeout = 50;
    private const int LongestTimeout = 30_000;

    public ApiChange Create(StoredApi api, IntegrationInput input)
    {
        if (input.IntegrationType != "AWS_PROXY")
        {
            return ApiRefusal.BadRequest($"LocalAws integrates Lambda functions only: IntegrationType must be AWS_PROXY, not '{input.IntegrationType}'.");
        }

        if (input.PayloadFormatVersion is null)
        {
            return ApiRefusal.BadRequest("PayloadFormatVersion is a required parameter for integration");
        }

        var made = Merge(
            new IntegrationRecord { IntegrationId = FreshId.OfPart(ids), IntegrationUri = "", PayloadFormatVersion = "", TimeoutInMillis = LongestTimeout }, input);
        return Check(made, input) is { } refusal ? refusal
            : new ApiChange(api.With(api.Draft with { Integrations = api.Draft.Integrations.Add(made) }), RestAnswer.Created(made, ApiGatewayJson.Default.IntegrationRecord));
    }

    public ApiChange Update(StoredApi api, IntegrationRecord old, IntegrationInput input)
    {
        var changed = Merge(old, input);
        return Check(changed, input) is { } refusal ? refusal
            : new ApiChange(
                api.With(api.Draft with { Integrations = api.Draft.Integrations.Replace(old, changed) }), RestAnswer.Ok(changed, ApiGatewayJson.Default.IntegrationRecord));
    }

    public static ApiChange Delete(StoredApi api, IntegrationRecord integration)
    {
        var users = api.Draft.Routes.Where(route => api.Draft.IntegrationOf(route.Target) == integration).Select(static route => route.RouteId).ToList();
        return users.Count > 0
            ? ApiRefusal.Conflict($"Cannot delete Integration because it is referenced by the following Routes with Ids: [{string.Join(", ", users)}]")
            : new ApiChange(api.With(api.Draft with { Integrations = api.Draft.Integrations.Remove(integration) }), RestAnswer.NoContent);
    }

    private static IntegrationRecord Merge(IntegrationRecord old, IntegrationInput input) => old with
    {
        Description = input.Description ?? old.Description,
        IntegrationUri = input.IntegrationUri ?? old.IntegrationUri,
        PayloadFormatVersion = input.PayloadFormatVersion ?? old.PayloadFormatVersion,
        TimeoutInMillis = input.TimeoutInMillis ?? old.TimeoutInMillis,
    };

    private RestRefusal? Check(IntegrationRecord made, IntegrationInput input) =>
        input.IntegrationType is not (null or "AWS_PROXY")
            ? ApiRefusal.BadRequest($"LocalAws integrates Lambda functions only: IntegrationType must be AWS_PROXY, not '{input.IntegrationType}'.")
        : input.ConnectionType is not (null or "INTERNET")
            ? ApiRefusal.BadRequest($"LocalAws has no VPC links: ConnectionType must be INTERNET, not '{input.ConnectionType}'.")
        : input.IntegrationMethod is not (null or "POST" or "ANY")
            ? ApiRefusal.BadRequest($"Lambda is called with POST: IntegrationMethod must not be '{input.IntegrationMethod}'.")
        : made.PayloadFormatVersion is not ("1.0" or "2.0") ? ApiRefusal.BadRequest($"PayloadFormatVersion must be 1.0 or 2.0, not '{made.PayloadFormatVersion}'.")
        : made.TimeoutInMillis is < ShortestTimeout or > LongestTimeout
            ? ApiRefusal.BadRequest($"Timeout should be between {ShortestTimeout} ms and {LongestTimeout} ms")
        : functions.ProblemOf(made.IntegrationUri) is { } problem ? ApiRefusal.BadRequest($"Invalid integration URI specified: {problem}") : null;
}
