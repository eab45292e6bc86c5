using Sam.Integrations;
using Sam.OpenApi;
using Sam.Resources;

namespace Sam.Serverless;

/// <summary>
/// Adds the events of functions to the operations of an HTTP API. Source: aws-sam-translator's <c>HttpApi._add_openapi_integration</c>: an operation of the API's document that has
/// an integration keeps it, and takes the event's <c>Auth</c>, timeout and format all the same.
/// </summary>
internal sealed class HttpEvents(HttpAuth auth, bool isManaged, string file)
{
    private const string DefaultFormat = "2.0";
    private const int LongestMilliseconds = 30000;

    /// <summary>Adds the operations.</summary>
    public void AddTo(OperationList operations, IEnumerable<ApiEvent> events)
    {
        foreach (var one in events.Where(static one => one.IsRoute))
        {
            Add(one, operations);
        }
    }

    private void Add(ApiEvent one, OperationList operations)
    {
        if (operations.TryFind(one.Path, one.Method, out var known) && isManaged)
        {
            one.Values.Report("Path", $"{one.Method} {one.Path} was already declared on line {known.At.Line}.", "Remove one of the two events.");
            return;
        }

        if (auth.EntriesOf(one) is not { } entries)
        {
            return;
        }

        if (known is { Integration: not null } && one.Values.ClosureOf(one.Unit) is { } closure)
        {
            // What is not known of the event's Auth is not known of the operation that it guards.
            known.Values.Close("", closure.Message, closure.Remedy);
        }

        var format = Format(one);
        var timeout = one.Values.Integer("TimeoutInMillis", 50, LongestMilliseconds);
        operations.Put(known is { Integration: { } integration }
            ? known with
            {
                Security = [.. known.Security, .. entries],
                Integration = integration with { Timeout = timeout ?? integration.Timeout, PayloadFormatVersion = format ?? integration.PayloadFormatVersion },
            }
            : new ApiOperation(one.Method, one.Path, one.Values, new SourceLine(file, one.Line))
            {
                Unit = one.Unit,
                Security = [.. known?.Security ?? [], .. entries],
                AuthType = known?.AuthType,
                Integration = new ApiIntegration("aws_proxy", one.Values)
                {
                    Function = new FunctionTarget(one.Function.LogicalId, one.Qualifier),
                    Timeout = timeout,
                    PayloadFormatVersion = format ?? DefaultFormat,
                },
            });
    }

    private static string? Format(ApiEvent one)
    {
        var format = one.Values.Text("PayloadFormatVersion");
        if (format is not (null or "1.0" or "2.0"))
        {
            one.Values.Report("PayloadFormatVersion", $"'{format}' is not a format of an HTTP API's event.", "Write '2.0' or '1.0'.");
        }

        return format;
    }
}
