using Sam.Integrations;
using Sam.OpenApi;
using Sam.Resources;

namespace Sam.Serverless;

/// <summary>
/// Adds the events of functions to the operations of a REST API. Source: aws-sam-translator's <c>Api.to_cloudformation</c>: an event adds its operation to an API without a
/// document of its own, and with <c>MergeDefinitions</c>; on any other API all it does is to let API Gateway call the function, and with <c>OverrideApiAuth</c> to guard the
/// operation that the document has.
/// </summary>
internal sealed class RestEvents(RestRouteAuthorizers authorizers, Values api, bool isManaged, string file)
{
    /// <summary>Whether the API takes the events' operations beside those of a document.</summary>
    public bool IsMerged { get; } = api.Flag("MergeDefinitions") == true;

    /// <summary>Adds the operations.</summary>
    public void AddTo(OperationList operations, IEnumerable<ApiEvent> events)
    {
        foreach (var one in events)
        {
            if (isManaged || IsMerged)
            {
                Add(one, operations);
            }
            else if (Overrides(one))
            {
                Guard(one, operations);
                CloseGuarded(one, operations);
            }
            else if (MayOverride(one))
            {
                CloseGuarded(one, operations);
            }
            else if (operations.Paths.Any())
            {
                TellUnused(one, operations);
            }
        }
    }

    /// <summary>Whether the transform writes the resource policy of an event into the API's document.</summary>
    public bool HasPolicyOf(ApiEvent one) => (isManaged && !IsMerged) || (!isManaged && !IsMerged && Overrides(one));

    private static bool Overrides(ApiEvent one) => one.Auth.Flag("OverrideApiAuth") == true;

    private static bool MayOverride(ApiEvent one) => one.Values.IsUnknown("Auth") || one.Auth.IsUnknown("OverrideApiAuth");

    // What is not known of the event's Auth is not known of the operation that it guards.
    private static void CloseGuarded(ApiEvent one, OperationList operations)
    {
        if (one.Values.ClosureOf(one.Unit) is { } closure && operations.TryFind(one.Path, one.Method, out var operation))
        {
            operation.Values.Close("", closure.Message, closure.Remedy);
        }
    }

    private void Add(ApiEvent one, OperationList operations)
    {
        if (operations.TryFind(one.Path, one.Method, out var known) && !IsMerged)
        {
            one.Values.Report("Path", $"{one.Method} {one.Path} was already declared on line {known.At.Line}.", "Remove one of the two events.");
            return;
        }

        if (authorizers.For(one) is not { } entries)
        {
            return;
        }

        if (IsMerged && !isManaged && one.Method == "ANY")
        {
            one.Values.Close("Method", "With MergeDefinitions the transform writes 'any' for this method, and what API Gateway makes of it is not known.", "List the methods.");
        }

        operations.Put(new ApiOperation(one.Method, one.Path, one.Values, new SourceLine(file, one.Line))
        {
            Unit = one.Unit,
            Security = one.Auth.Map.Entries.IsEmpty ? known?.Security ?? [] : entries,
            AuthType = known?.AuthType,
            Check = EventChecks.Of(one, api) ?? known?.Check,
            Credentials = guard => authorizers.CredentialsOf(one, guard),
            Integration = new ApiIntegration("aws_proxy", one.Values)
            {
                Function = new FunctionTarget(one.Function.LogicalId, one.Qualifier),
                Timeout = one.Values.Integer("TimeoutInMillis", 50, 29000),
            },
        });
    }

    private static void TellUnused(ApiEvent one, OperationList operations)
    {
        var (what, remedy) = operations.Has(one.Path, one.Method)
            ? (one.Auth.Map.Entries.IsEmpty ? null : $"The API's document has {one.Method} {one.Path}, and the transform leaves the Auth of this event out.",
                "Write 'OverrideApiAuth: true' beside it, or guard the operation in the document.")
            : ($"The API's document has no {one.Method} {one.Path}, and the transform adds none: there is no such route.",
                "Add it to the document, or write 'MergeDefinitions: true' on the API.");
        if (what is not null)
        {
            one.Values.Trap(TrapKind.WithoutEffect, one.Line, what, remedy);
        }
    }

    private void Guard(ApiEvent one, OperationList operations)
    {
        if (!operations.TryFind(one.Path, one.Method, out var operation) || operation.Integration is null)
        {
            one.Values.Report(
                "Path", $"The API's document has no {one.Method} {one.Path} with an integration, which OverrideApiAuth is to guard.", "Add it there, or remove OverrideApiAuth.");
        }
        else if (one.Auth["Authorizer"] is null && one.Auth["ApiKeyRequired"] is null && one.Auth["ResourcePolicy"] is null)
        {
            one.Auth.Report("OverrideApiAuth", "OverrideApiAuth needs an Authorizer, ApiKeyRequired or a ResourcePolicy beside it.", "Add one of them.");
        }
        else if (authorizers.For(one) is { } entries)
        {
            operations.Put(operation with { Security = [.. operation.Security, .. entries] });
        }
    }
}
