using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Completions;
using Emulation;
using Emulation.Explain.Trust;
using Tool.Completion;

namespace Tool.Cli;

/// <summary>The part of <c>localaws explain</c> that asks before there is a token: would a role let its holder in.</summary>
internal sealed class TrustOptions
{
    private readonly Option<string[]> github = Words(
        GitHubJob.Option,
        "A job of GitHub Actions: repo=ORG/REPO and ref=refs/heads/main, environment=NAME or event=pull_request; aud, issuer, sub and further claims.",
        GitHubJob.Words);

    private readonly Option<string[]> gitlab = Words(
        GitLabJob.Option, "A job of GitLab CI: project=GROUP/PROJECT and branch=NAME or tag=NAME; aud, issuer (https://gitlab.com) and further claims.", GitLabJob.Words);

    private readonly Option<string[]> kubernetes = Words(
        ServiceAccount.Option, "A service account of Kubernetes: serviceaccount=NAMESPACE/NAME; issuer where the templates have several clusters or none.", ServiceAccount.Words);

    private readonly Option<string?> claims = new(ClaimsFile.Option)
    {
        Description = "A token of any issuer: JSON file with its claims (iss, aud, sub, ...), or - for standard input. A token itself is read too, and never shown.",
        HelpName = "FILE",
    };

    private readonly Option<string?> role = new("--role")
    {
        Description = "Which role the token is to open: by its name in the template, its own name or its ARN.", HelpName = "ROLE",
    };

    private readonly Option<string?> sessionName = new("--session-name")
    {
        Description = "How the session is called, where a trust policy asks (sts:RoleSessionName).", HelpName = "NAME",
    };

    public TrustOptions(StackArguments stack) => role.CompletionSources.Add(context => TemplateValues.Roles(stack.Typed, context));

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[github, gitlab, kubernetes, claims, role, sessionName])
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Whether a token is asked about.</summary>
    public bool AreGiven(ParseResult parsed) =>
        Given(parsed, github) || Given(parsed, gitlab) || Given(parsed, kubernetes) || parsed.GetValue(claims) is not null || parsed.GetValue(role) is not null;

    /// <summary>Answers, and ends with 1 where the token would be refused.</summary>
    /// <exception cref="UsageException">It is not said whose token, or of which role.</exception>
    public async Task<int> PrintAsync(ParseResult parsed, Func<LoadedStacks> load, string format, CancellationToken cancellation)
    {
        string[] ways = [GitHubJob.Option, GitLabJob.Option, ServiceAccount.Option, ClaimsFile.Option];
        bool[] given = [Given(parsed, github), Given(parsed, gitlab), Given(parsed, kubernetes), parsed.GetValue(claims) is not null];
        if (given.Count(static one => one) != 1)
        {
            throw new UsageException($"Say whose token it is, in one way: {string.Join(", ", ways)}.");
        }

        var name = parsed.GetValue(role) ?? throw new UsageException("Say which role the token is to open: --role ROLE.");
        var session = parsed.GetValue(sessionName);
        var file = parsed.GetValue(claims);
        var content = await TextOrFile.ReadAsync(ClaimsFile.Option, file is null or "-" ? file : $"@{file}", cancellation).ConfigureAwait(false);
        using var question = new TrustQuestion(load(), name, session);
        var now = TimeProvider.System.GetUtcNow();
        var token = content is not null ? ClaimsFile.Read(content, file!, now)
            : given[0] ? GitHubJob.Read(Read(parsed, github), now)
            : given[1] ? GitLabJob.Read(Read(parsed, gitlab), now)
            : ServiceAccount.Read(Read(parsed, kubernetes), question.Clusters, now);
        var answer = TrustAnswer.Of(question, token, session is not null, now);
        await Console.Out.WriteAsync(format == "json" ? TrustText.Json(answer) : TrustText.Of(answer)).ConfigureAwait(false);
        return answer.IsAllowed ? CommandLine.Done : CommandLine.DoesNotHold;
    }

    private static bool Given(ParseResult parsed, Option<string[]> option) => parsed.GetValue(option) is { Length: > 0 };

    private static ImmutableDictionary<string, string> Read(ParseResult parsed, Option<string[]> option) => KeyValueOption.Read(option.Name, parsed.GetValue(option));

    private static Option<string[]> Words(string name, string description, IEnumerable<string> words)
    {
        var option = new Option<string[]>(name) { Description = description, HelpName = "KEY=VALUE", AllowMultipleArgumentsPerToken = true };
        option.CompletionSources.Add(_ => words.Select(static word => new CompletionItem($"{word}=")));
        return option;
    }
}
