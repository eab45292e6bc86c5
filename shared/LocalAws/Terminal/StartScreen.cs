using System.Text.Json.Nodes;
using Emulation;
using Emulation.Cognito.Domains;
using Emulation.Cognito.Outbox;
using Emulation.Gateway.Routing;
using Emulation.Principals;
using Sam;
using Spectre.Console;

namespace Tool.Terminal;

/// <summary>What a person sees once everything is up: the routes, who can sign, and two commands to try.</summary>
internal static class StartScreen
{
    public static void Print(IAnsiConsole console, Emulator emulator)
    {
        var main = emulator.Stacks.Main;
        var all = emulator.Stacks.Together;
        var profiles = emulator.Profiles;
        var plain = console.Profile.Out.Writer;
        plain.WriteLine();
        console.MarkupInterpolated($"[bold]LocalAws[/] is ready at [blue]{emulator.EndpointUrl}[/]");
        plain.WriteLine($"   account {main.AccountId}, region {main.Region}{(emulator.Stacks.AreSeveral ? $", {emulator.Stacks.Title}" : "")}");
        plain.WriteLine();
        RouteTableView.Print(console, emulator.Stacks);
        plain.WriteLine();
        console.MarkupLine("[bold]URLs[/]");
        foreach (var api in emulator.Apis.All)
        {
            plain.WriteLine($"  {emulator.UrlOf(api)}   {(emulator.Stacks.AreSeveral ? $"{api.StackName}/" : "")}{api.Api.LogicalId}");
        }

        plain.WriteLine();
        if (emulator.DynamoDbServer is { } server)
        {
            console.MarkupLine("[bold]DynamoDB[/]");
            plain.WriteLine($"  {emulator.EndpointUrl}   with IAM, in front of {server}");
            plain.WriteLine();
        }

        if (!all.ApiKeys.IsEmpty)
        {
            console.MarkupLine("[bold]API keys[/]");
            foreach (var key in all.ApiKeys)
            {
                plain.WriteLine($"  {key.Value}   {key.LogicalId}{(key.IsEnabled ? "" : ", not enabled")}");
            }

            plain.WriteLine();
        }

        if (all.UserPools.Length > 0)
        {
            console.MarkupLine("[bold]User pools[/]");
            foreach (var pool in all.UserPools.Where(static part => part.Kind is UserPoolResourceKind.Pool or UserPoolResourceKind.Client))
            {
                plain.WriteLine($"  {pool.PhysicalId}   {pool.LogicalId}");
            }

            foreach (var link in SignInLinks(all, emulator.EndpointUrl))
            {
                plain.WriteLine($"  {link}   the hosted sign-in");
            }

            plain.WriteLine($"  {emulator.EndpointUrl}{OutboxPages.Path}   what they would have sent");
            plain.WriteLine();
        }

        if (all.IdentityPools.Where(static part => part.Kind == IdentityPoolResourceKind.Pool).ToList() is { Count: > 0 } identityPools)
        {
            console.MarkupLine("[bold]Identity pools[/]");
            identityPools.ForEach(pool => plain.WriteLine($"  {pool.IdentityPoolId}   {pool.LogicalId}"));
            plain.WriteLine();
        }

        console.MarkupLineInterpolated($"[bold]Profiles[/]   {string.Join(", ", profiles.Names)}");
        plain.WriteLine($"  export AWS_CONFIG_FILE={profiles.ConfigFile} AWS_SHARED_CREDENTIALS_FILE={profiles.CredentialsFile}");
        plain.WriteLine();
        if (emulator.Accounts.Changed.ToList() is { Count: > 0 } changed)
        {
            console.MarkupLineInterpolated($"[bold]Not as the template says[/]   {string.Join(", ", changed)}");
            plain.WriteLine("  The IAM API has changed them. Without iam.db in the state folder they are as declared again.");
            plain.WriteLine();
        }

        if (emulator.Stacks.Closures is { Length: > 0 } closures)
        {
            console.MarkupLine("[bold]Closed[/]   nobody gets in by these: they cannot be enforced here");
            ElementsView.PrintClosed(plain, closures, "  ");

            plain.WriteLine();
        }

        if (emulator.Stacks.Notices.ToList() is { Count: > 0 } notices)
        {
            console.MarkupLine("[bold]Not done here[/]");
            notices.ForEach(notice => plain.WriteLine($"  {notice}"));
            plain.WriteLine();
        }

        console.MarkupLine("[bold]Logs of the functions[/]");
        plain.WriteLine($"  {emulator.Logs}");
        plain.WriteLine();
        console.MarkupLine("[bold]Try[/]");
        var profile = profiles.Names.FirstOrDefault(static name => !name.StartsWith(AccountDirectory.AdministratorName, StringComparison.Ordinal));
        plain.WriteLine($"  aws --profile {profile ?? profiles.Names[0]} sts get-caller-identity");
        if (emulator.Apis.All is [var first, ..] && first.Api.Routes is [var route, ..])
        {
            plain.WriteLine($"  curl -i -X {(route.Method == "ANY" ? "GET" : route.Method)} {emulator.UrlOf(first)}{(route.Path == RouteTable.Default ? "/" : route.Path)}");
        }

        plain.WriteLine();
        plain.WriteLine("Ctrl+C stops everything.");
    }

    /// <summary>For each domain the page where the first client that has a callback signs its users in.</summary>
    private static IEnumerable<string> SignInLinks(Stack stack, string endpointUrl) =>
        from domain in stack.UserPools
        where domain.Kind == UserPoolResourceKind.Domain
        let client = stack.UserPools.FirstOrDefault(part =>
            part.Kind == UserPoolResourceKind.Client && part.UserPoolId == domain.UserPoolId && part.Properties["CallbackURLs"] is JsonArray { Count: > 0 })
        where client is not null
        let callback = Uri.EscapeDataString((string)client.Properties["CallbackURLs"]![0]!)
        select $"{UserPoolDomains.UrlOf(endpointUrl, domain.PhysicalId)}/login?client_id={client.PhysicalId}&response_type=code&redirect_uri={callback}";
}
