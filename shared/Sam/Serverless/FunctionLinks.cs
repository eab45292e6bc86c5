using System.Text.Json.Nodes;
using Sam.Errors;

namespace Sam.Serverless;

/// <summary>
/// The last look at a stack without errors: whatever calls a function calls one of the stack's. Without it a function that was lost on the way would leave its
/// routes behind, each of which answers 500.
/// </summary>
internal static class FunctionLinks
{
    public static void Check(Stack stack, ErrorList errors)
    {
        var functions = stack.Functions.Select(static function => function.LogicalId).ToHashSet(StringComparer.Ordinal);
        foreach (var api in stack.Apis.AsEnumerable<Api>().Concat(stack.HttpApis))
        {
            foreach (var route in api.Routes.Where(static route => route.Closed is null))
            {
                var name = $"{route.Method} {route.Path} of {api.LogicalId}";
                if (route.Mock is null)
                {
                    CheckId(functions, errors, api.LogicalId, route, $"{name} is answered by", route.FunctionLogicalId);
                }

                if (route.Authorizer is LambdaAuthorizer authorizer)
                {
                    CheckId(functions, errors, api.LogicalId, route, $"{name} is guarded by", authorizer.FunctionLogicalId);
                }
            }
        }

        foreach (var pool in stack.UserPools.Where(static part => part.Kind == UserPoolResourceKind.Pool))
        {
            foreach (var (trigger, value) in pool.Properties["LambdaConfig"] as JsonObject ?? [])
            {
                var arn = value switch
                {
                    JsonObject versioned => (string?)versioned["LambdaArn"],
                    // The key of a sender's messages is no function.
                    JsonValue text when trigger != "KMSKeyID" => (string?)text,
                    _ => null,
                };
                if (arn is not null && !stack.Functions.Any(function => function.Arn.ToString() == arn))
                {
                    Report(errors, pool.Line.Line, pool.LogicalId, $"LambdaConfig.{trigger}", $"{trigger} is '{arn}'");
                }
            }
        }
    }

    private static void CheckId(HashSet<string> functions, ErrorList errors, string api, Route route, string what, string function)
    {
        if (!functions.Contains(function))
        {
            Report(errors, route.Line.Line, api, "", $"{what} '{function}'");
        }
    }

    private static void Report(ErrorList errors, int line, string resource, string property, string what) => errors.Add(
        line, resource, property, $"{what}, and the stack has no such function.", "Declare it in this template, with Handler, Runtime, code and a role.");
}
