using Emulation;
using Emulation.Access;
using Emulation.Cognito.Domains;
using Emulation.Cognito.Outbox;
using Emulation.Console;
using Emulation.Principals;
using Emulation.Wire;
using Sam;
using Spectre.Console;

namespace Tool.Terminal;

/// <summary>What a person sees once everything is up: where it is, what runs, and what to do next, in that order. Of a long stack it counts, and says where the rest is.</summary>
internal static class StartScreen
{
    private const int MostRoutes = 24;
    private const int MostLines = 8;

    /// <summary>The address of the console.</summary>
    public static string ConsoleOf(Emulator emulator) => $"{emulator.EndpointUrl}{ConsolePaths.Home}";

    /// <param name="console">Where it is shown.</param>
    /// <param name="emulator">What is up.</param>
    /// <param name="hasKeys">Whether the console opens by a key.</param>
    public static void Print(IAnsiConsole console, Emulator emulator, bool hasKeys = false)
    {
        var (stacks, plain) = (emulator.Stacks, console.Profile.Out.Writer);
        plain.WriteLine();
        console.MarkupLineInterpolated($"[bold]LocalAws[/] is ready at [blue]{emulator.EndpointUrl}[/]: open it in a browser");
        plain.WriteLine(
            $"  account {stacks.Main.AccountId}, region {stacks.Main.Region}{(stacks.AreSeveral ? $", {stacks.Title}" : "")}; "
            + $"decisions as they are made, who may call what, what if: {ConsoleOf(emulator)}{(hasKeys ? " (o opens it)" : "")}");
        if (emulator.PlainUrl is { } withoutTls)
        {
            plain.WriteLine($"  without TLS at {withoutTls}, as the profiles say");
        }

        if (emulator.HowToTrust is { } remedy)
        {
            plain.WriteLine($"  this machine does not trust its certificate yet, so browsers ask first: {remedy}");
        }

        plain.WriteLine();
        RouteTableView.Print(console, stacks, MostRoutes);
        Section(console, "APIs", Most([.. emulator.Apis.All.Select(api => $"{emulator.EndpointUrl}{emulator.Apis.PathOf(api)}")], "localaws routes"));
        PrintParts(console, emulator);
        if (emulator.Accounts.Changed.ToList() is { Count: > 0 } changed)
        {
            Section(
                console, "Changed since by the IAM API", Most(changed, "aws iam get-account-authorization-details")
                    .Append("Without iam.db in the state folder they are as the template declares them again."));
        }

        if (stacks.Closures is { Length: > 0 } closures)
        {
            plain.WriteLine();
            console.Markup("[bold]Closed[/]");
            plain.WriteLine(": nobody gets in by these, since what decides on AWS cannot be enforced here");
            ElementsView.PrintClosed(plain, [.. closures.Take(MostLines)], "  ");
            plain.Write(closures.Length > MostLines ? $"  and {closures.Length - MostLines} more: localaws validate\n" : "");
        }

        if (stacks.Notices.ToList() is { Count: > 0 } notices)
        {
            Section(console, "Not done here", Most(notices, "localaws validate"));
        }

        Section(console, "Next", NextSteps(emulator));
        plain.WriteLine();
        plain.WriteLine($"Functions print to {emulator.Logs}. Ctrl+C stops everything.");
    }

    /// <summary>What people need an id or an address of.</summary>
    private static void PrintParts(IAnsiConsole console, Emulator emulator)
    {
        var all = emulator.Stacks.Together;
        foreach (var (title, lines) in ServersView.Of(emulator))
        {
            Section(console, title, Most(lines, "/_localaws/stack"));
        }

        if (!all.ApiKeys.IsEmpty)
        {
            Section(console, "API keys", Most([.. all.ApiKeys.Select(static key => $"{key.Value}   {key.LogicalId}{(key.IsEnabled ? "" : ", not enabled")}")], "/_localaws/stack"));
        }

        var pools = all.UserPools.Where(static part => part.Kind is UserPoolResourceKind.Pool or UserPoolResourceKind.Client)
            .Select(static part => $"{part.PhysicalId}   {part.LogicalId}")
            .Concat(all.IdentityPools.Where(static part => part.Kind == IdentityPoolResourceKind.Pool).Select(static part => $"{part.IdentityPoolId}   {part.LogicalId}"))
            .ToList();
        if (pools.Count > 0)
        {
            Section(
                console, "Sign-in",
                [
                    .. Most(pools, "aws cognito-idp list-user-pools"),
                    .. SignInLinks.Of(all, emulator.EndpointUrl).SelectMany(static link =>
                        (string[])[link.Url, $"  the sign-in page; afterwards the browser goes to {link.Callback} with a code"]),
                    .. StandIns(emulator),
                    $"{emulator.EndpointUrl}{OutboxPages.Path}   emails and text messages with codes, which are sent to nobody",
                ]);
        }
    }

    /// <summary>Whose word counts for somebody who is not there.</summary>
    private static IEnumerable<string> StandIns(Emulator emulator)
    {
        if (emulator.StandIns.Names.ToList() is { Count: > 0 } names)
        {
            yield return $"{emulator.StandIns.PageUrl}   stand-ins for {string.Join(", ", Most(names, null))}: who signs in there is not asked for a password";
        }
    }

    /// <summary>The first of them succeeds in this stack.</summary>
    private static IEnumerable<string> NextSteps(Emulator emulator)
    {
        var call = FirstCall.Of(emulator.Stacks, emulator.Profiles.Roles);
        if (call is not null)
        {
            var data = call.Body is null ? "" : $" --data {ShellText.Word(call.Body)}";
            var caller = call.Principal is null ? "" : $" --as {ShellText.Word(call.Principal)}";
            yield return $"localaws call{caller} {call.Method} {ShellText.Word($"{call.Api}{call.Path}")}{data}{Where(emulator)}";
            yield return "  a call that is allowed; --curl prints it as a curl command";
        }

        yield return "localaws matrix";
        yield return "  who may call what; localaws explain says why, for a call or for the id of a refusal";
        yield return $"export AWS_CONFIG_FILE={ShellText.Word(emulator.Profiles.ConfigFile)} AWS_SHARED_CREDENTIALS_FILE={ShellText.Word(emulator.Profiles.CredentialsFile)}";
        yield return $"  aws and the SDKs then find this LocalAws, and your own profiles no more, by --profile {string.Join(", ", Most(emulator.Profiles.Names, null))}";
        yield return $"  for instance: aws --profile {ShellText.Word(emulator.Profiles.Names.FirstOrDefault(IsRole) ?? emulator.Profiles.Names[0])} sts get-caller-identity";
    }

    /// <summary>What the other verbs have to be told where the profiles are not where they look for them.</summary>
    private static string Where(Emulator emulator)
    {
        var folder = Path.GetDirectoryName(emulator.Profiles.ConfigFile)!;
        return Path.GetFullPath(folder) == Path.GetFullPath(Path.Combine(emulator.Stacks.Folder, ".localaws")) ? "" : $" --profile-dir {ShellText.Word(folder)}";
    }

    private static bool IsRole(string profile) => !profile.StartsWith(AccountDirectory.AdministratorName, StringComparison.Ordinal);

    private static IEnumerable<string> Most(IReadOnlyList<string> lines, string? where) => lines.Count <= MostLines
        ? lines
        : lines.Take(MostLines).Append($"and {lines.Count - MostLines} more{(where is null ? "" : $": {where}")}");

    private static void Section(IAnsiConsole console, string title, IEnumerable<string> lines)
    {
        console.Profile.Out.Writer.WriteLine();
        console.MarkupLineInterpolated($"[bold]{title}[/]");
        foreach (var line in lines)
        {
            console.Profile.Out.Writer.WriteLine($"  {line}");
        }
    }
}
