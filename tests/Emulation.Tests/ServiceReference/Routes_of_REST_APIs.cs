using System.Text.RegularExpressions;
using Emulation.ServiceReference;

namespace Emulation.Tests.ServiceReference;

/// <summary>The operation of a request by its method, path and query.</summary>
public partial class Routes_of_REST_APIs
{
    /// <summary>Among all APIs that sign with the same name, which one port serves.</summary>
    [Fact]
    public void Find_each_its_own_operation()
    {
        var lost = new List<string>();
        foreach (var name in ServiceData.SigningNames)
        {
            foreach (var operation in ServiceData.SignedAs(name).Where(static api => api.Name != "s3").SelectMany(static api => api.Operations.Values).Where(static one => one.Route is not null))
            {
                var (method, path, query) = RequestOf(operation);
                var found = ServiceData.Route(name, method, path, query)?.Operation;
                if (found is null || (found != operation && !IsTwin(found, operation)))
                {
                    lost.Add($"{operation}: {operation.Route} is taken by {found?.ToString() ?? "none"}");
                }
            }
        }

        Assert.True(lost.Count == 0, string.Join('\n', lost));
    }

    [Theory]
    [InlineData("POST", "/2015-03-31/functions/f/invocations", "", "Invoke", "FunctionName=f")]
    [InlineData("POST", "/2015-03-31/functions/arn%3Aaws%3Alambda%3Aus-east-1%3A111122223333%3Afunction%3Af/invocations", "?Qualifier=a", "Invoke", "FunctionName=arn:aws:lambda:us-east-1:111122223333:function:f")]
    [InlineData("POST", "/2015-03-31/functions/a%252Fb/invocations", "", "Invoke", "FunctionName=a%2Fb")]
    [InlineData("GET", "/2015-03-31/functions", "", "ListFunctions", "")]
    public void Give_the_labels_of_the_path_decoded_once(string method, string path, string query, string operation, string labels)
    {
        var call = ServiceData.Route("lambda", method, path, query);

        Assert.Equal(operation, call?.Operation.Name);
        Assert.Equal(labels, string.Join('&', call!.Labels.Select(static label => $"{label.Key}={label.Value}")));
    }

    /// <summary>AWS moves routes: SDKs of either kind are in use.</summary>
    [Theory]
    [InlineData("GET", "/v2/email/identities", "ListEmailIdentities")]
    [InlineData("POST", "/v2/email/list-identities", "ListEmailIdentities")]
    [InlineData("POST", "/v2/email/list-configuration-sets", "ListConfigurationSets")]
    public void Lead_to_what_has_moved_by_both(string method, string path, string operation) => Assert.Equal(operation, ServiceData.Route("ses", method, path, "")?.Operation.Name);

    [Theory]
    [InlineData("POST", "/2015-03-31/functions//invocations", "")]
    [InlineData("POST", "/2015-03-31/functions/f/invocations/", "")]
    [InlineData("GET", "/2015-03-31/functions/f/invocations", "")]
    [InlineData("post", "/2015-03-31/functions/f/invocations", "")]
    [InlineData("POST", "/2015-03-31/functions/%zz/invocations", "")]
    [InlineData("POST", "/2015-03-31/functions/%FF/invocations", "")]
    [InlineData("POST", "/2015-03-31/functions/f/%69nvocations", "")]
    [InlineData("POST", "/2015-03-31/functions/f/invocations", "?a=%f")]
    [InlineData("POST", "2015-03-31/functions/f/invocations", "")]
    [InlineData("POST", "/", "")]
    public void Find_nothing_in_what_two_readers_read_differently(string method, string path, string query) => Assert.Null(ServiceData.Route("lambda", method, path, query));

    [Theory]
    [InlineData("?operation=suspend", "BatchSuspendUser")]
    [InlineData("?operation=unsuspend", "BatchUnsuspendUser")]
    [InlineData("operation=create", "CreateUser")]
    [InlineData("?operation=cre%61te&x", "CreateUser")]
    [InlineData("?operation=paint", "BatchUpdateUser")]
    [InlineData("", "BatchUpdateUser")]
    public void Tell_operations_apart_by_the_query_of_a_route(string query, string operation) =>
        Assert.Equal(operation, ServiceData.Route("chime", "POST", "/accounts/a/users", query)?.Operation.Name);

    [Fact]
    public void Take_a_greedy_label_over_several_segments()
    {
        var call = ServiceData.Route("workspaces-web", "PUT", "/portals/arn:aws:workspaces-web:us-east-1:111122223333:portal/p/userSettings", "");

        Assert.Equal("AssociateUserSettings", call?.Operation.Name);
        Assert.Equal("portalArn=arn:aws:workspaces-web:us-east-1:111122223333:portal/p", string.Join('&', call!.Labels.Select(static label => $"{label.Key}={label.Value}")));
    }

    [Fact]
    public void Prefer_what_is_written_out_to_a_label()
    {
        Assert.Equal("GetLensVersionDifference", ServiceData.Route("wellarchitected", "GET", "/lenses/l/versionDifference", "")?.Operation.Name);
        Assert.Equal("GetAccountSettings", ServiceData.Route("lambda", "GET", "/2016-08-19/account-settings", "")?.Operation.Name);
    }

    /// <summary>Headers tell some of S3's operations apart: of routes alone one would be taken for another.</summary>
    [Fact]
    public void Are_not_those_of_S3()
    {
        Assert.Null(ServiceData.Route("s3", "PUT", "/bucket/key", ""));
        Assert.Equal("ListAccessPoints", ServiceData.Route("s3", "GET", "/v20180820/accesspoint", "")?.Operation.Name);
    }

    /// <summary>APIs of one service have some operations under the same route.</summary>
    private static bool IsTwin(ModelOperation found, ModelOperation operation) => found.Api != operation.Api && found.Route!.IsSameAs(operation.Route!);

    private static (string Method, string Path, string Query) RequestOf(ModelOperation operation)
    {
        var parts = Label().Replace(operation.Route!.Text.Split(' ')[1], "x0").Split('?', 2);
        return (operation.Route.Method, parts[0], parts.Length > 1 ? parts[1] : "");
    }

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Label();
}
