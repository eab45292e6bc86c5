using System.Collections.Immutable;
using Emulation.Tokens;

namespace Emulation.Explain.Trust;

/// <summary>
/// The token of a job of GitHub Actions. GitHub Docs, "OpenID Connect reference": "Example subject claims", "Immutable subject claims", "Customizing the subject
/// claims".
/// </summary>
internal static class GitHubJob
{
    public const string Option = "--github";

    private const string Issuer = "https://token.actions.githubusercontent.com";
    private const string Audience = "sts.amazonaws.com"; // What the action aws-actions/configure-aws-credentials asks for.
    private const string Branches = "refs/heads/";
    private const string Tags = "refs/tags/";
    private const string Example = "repo=ORG/REPO ref=refs/heads/main --role ROLE";

    /// <summary>Claims that may be said by their own names.</summary>
    private static readonly ImmutableArray<string> Further =
    [
        "actor", "actor_id", "base_ref", "enterprise", "enterprise_id", "head_ref", "job_workflow_ref", "repository_id", "repository_owner_id", "repository_visibility",
        "runner_environment", "workflow", "workflow_ref",
    ];

    /// <summary>The words of the option.</summary>
    public static readonly ImmutableArray<string> Words = ["repo", "ref", "branch", "tag", "environment", "event", "aud", "issuer", "sub", .. Further];

    /// <summary>Of a job's claims those that AWS makes keys of and that a job always has.</summary>
    private static readonly ImmutableArray<string> Always = ["actor", "actor_id", "job_workflow_ref", "ref", "repository_id", "workflow"];

    /// <exception cref="UsageException">The words say no job.</exception>
    public static AskedToken Read(IReadOnlyDictionary<string, string> given, DateTimeOffset now)
    {
        var words = new ClaimWords(Option, given, Words);
        var repository = JobRepository.Parse(words.Needed("repo", Example))
            ?? throw words.Wrong("repo", "write it as ORG/REPO, or with the ids of immutable subjects as ORG@ID/REPO@ID.");
        var (environment, name) = (words["environment"], words["event"] ?? "push");
        var git = RefOf(words, needed: environment is null && name is not ("pull_request" or "pull_request_target"));
        var claims = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["aud"] = words["aud"] ?? Audience,
            ["iss"] = words["issuer"]?.TrimEnd('/') ?? Issuer,
            ["repository"] = repository.Plain,
            ["repository_owner"] = repository.Owner,
            ["repository_id"] = repository.Id,
            ["repository_owner_id"] = repository.OwnerId,
            ["ref"] = git,
            ["ref_type"] = git is null ? null : git.StartsWith(Tags, StringComparison.Ordinal) ? "tag" : "branch",
            ["environment"] = environment,
            ["event_name"] = name,
        };
        foreach (var claim in Further)
        {
            claims[claim] = words[claim] ?? claims.GetValueOrDefault(claim);
        }

        ImmutableArray<string> template = [.. (words["sub"] ?? "repo,context").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
        var token = Of(claims, repository, template, words, now);
        var where = environment is not null ? $"in environment {environment}" : name is "push" or "schedule" or "workflow_dispatch" ? $"on {git}" : $"for {name}";
        return new AskedToken($"a job of {repository.Plain} {where}", token)
        {
            Unsaid = [.. Always.Where(claim => token.Find(claim) is null)],
            Others = OthersOf(claims, repository, template, words, now),
            Hint = HintOf,
            Notes = words["sub"] is null && repository.Id is null
                ? ["A repository made, renamed or moved since 2026-07-15 has ids in its sub: say repo=ORG@ID/REPO@ID for one."]
                : [],
        };
    }

    private static TokenClaims Of(Dictionary<string, string?> claims, JobRepository repository, ImmutableArray<string> template, ClaimWords words, DateTimeOffset now) =>
        ClaimSet.Of(now, claims.Select(static claim => (claim.Key, claim.Value)).Append(("sub", string.Join(':', template.Select(part => part switch
        {
            "repo" => $"repo:{repository.InSubject}",
            "context" => ContextOf(claims),
            _ => claims.GetValueOrDefault(part) is { } value
                ? $"{part}:{Escaped(value)}"
                : throw words.Wrong("sub", $"the subject is made of {part}, which is not said: add {part}=..."),
        })))));

    /// <summary>What follows the repository: the environment, else that it is a pull request, else the ref.</summary>
    private static string ContextOf(Dictionary<string, string?> claims) =>
        claims["environment"] is { } environment ? $"environment:{Escaped(environment)}"
        : claims["event_name"] is "pull_request" or "pull_request_target" ? "pull_request"
        : $"ref:{Escaped(claims["ref"]!)}";

    private static string Escaped(string value) => value.Replace(":", "%3A", StringComparison.Ordinal);

    /// <exception cref="UsageException">It is said twice, or is none.</exception>
    private static string? RefOf(ClaimWords words, bool needed)
    {
        var said = new[] { words["ref"], words["branch"] is { } branch ? $"{Branches}{branch}" : null, words["tag"] is { } tag ? $"{Tags}{tag}" : null }.OfType<string>().ToList();
        return said switch
        {
            [] when needed => throw new UsageException($"{Option}: say on which ref the job runs, such as ref=refs/heads/main, or environment=NAME, or event=pull_request."),
            [] => null,
            [var one] when one.StartsWith("refs/", StringComparison.Ordinal) => one,
            [var one] => throw words.Wrong("ref", $"a ref begins with refs/, as refs/heads/{one} or refs/tags/{one}; branch={one} and tag={one} are the same."),
            _ => throw new UsageException($"{Option}: say one of ref, branch and tag."),
        };
    }

    private static ImmutableArray<OtherToken> OthersOf(
        Dictionary<string, string?> claims, JobRepository repository, ImmutableArray<string> template, ClaimWords words, DateTimeOffset now)
    {
        TokenClaims By(JobRepository other, params (string Name, string? Value)[] changes)
        {
            var changed = new Dictionary<string, string?>(claims, StringComparer.Ordinal)
            {
                ["repository"] = other.Plain, ["repository_owner"] = other.Owner, ["repository_id"] = other.Id ?? "0", ["repository_owner_id"] = other.OwnerId ?? "0",
            };
            foreach (var (name, value) in changes)
            {
                changed[name] = value;
            }

            return Of(changed, other, template, words, now);
        }

        // Anybody may call a public reusable workflow, and name an environment or a branch so; repository and person are not theirs to choose.
        var hasIds = repository.Id is not null;
        var stranger = new JobRepository("somebody-else", hasIds ? "1" : null, "anything", hasIds ? "2" : null);
        string[] ofPeople = ["actor", "actor_id", "enterprise", "enterprise_id"];
        (string, string?)[] ofOthers = [.. ofPeople.Where(name => claims[name] is not null).Select(static name => (name, (string?)"0"))];
        (string, string?)[] onBranch = [("environment", null), ("event_name", "push"), ("ref", $"{Branches}any-other"), ("ref_type", "branch")];
        return
        [
            new(By(stranger, ofOthers), "Any repository of GitHub, of whomever it is,"),
            new(By(repository with { Name = "any-other", Id = hasIds ? "3" : null }), $"Every repository of {repository.Owner}"),
            new(By(repository, onBranch), $"A job on any branch of {repository.Plain}, without an environment,"),
            new(By(repository, ("environment", null), ("event_name", "pull_request"), ("ref", "refs/pull/1/merge")), $"A job for a pull request within {repository.Plain}"),
        ];
    }

    private static string? HintOf(string claim, string wanted, string actual) => claim != "sub" ? null
        : wanted.Contains(":ref:", StringComparison.Ordinal) && actual.Contains(":environment:", StringComparison.Ordinal)
            ? "A job with an environment has it in sub in the place of the ref; the ref can be asked beside it, by the key of the claim ref."
        : wanted.Contains(":environment:", StringComparison.Ordinal) && !actual.Contains(":environment:", StringComparison.Ordinal)
            ? "The job names no environment: give it 'environment:' in the workflow (and environment=NAME here)."
        : actual.Contains(":pull_request", StringComparison.Ordinal) && !wanted.Contains("pull_request", StringComparison.Ordinal)
            ? "Jobs of pull requests have pull_request in sub, and no ref."
        : actual.Contains('@', StringComparison.Ordinal) && !wanted.Contains('@', StringComparison.Ordinal)
            ? "The repository has an immutable subject: the policy must have the ids, as ORG@ID/REPO@ID."
        : wanted.Contains('@', StringComparison.Ordinal) && !actual.Contains('@', StringComparison.Ordinal)
            ? "The policy wants an immutable subject: say repo=ORG@ID/REPO@ID here if the repository has one, or let it opt in."
        : null;

    /// <summary>A repository, with its ids where its subjects are immutable.</summary>
    private sealed record JobRepository(string Owner, string? OwnerId, string Name, string? Id)
    {
        public string Plain => $"{Owner}/{Name}";

        public string InSubject => Id is null ? Plain : $"{Owner}@{OwnerId}/{Name}@{Id}";

        public static JobRepository? Parse(string text) => text.Split('/') switch
        {
            [var owner, var name] => (owner.Split('@'), name.Split('@')) switch
            {
                ([{ Length: > 0 } plainOwner], [{ Length: > 0 } plainName]) => new JobRepository(plainOwner, null, plainName, null),
                ([{ Length: > 0 } idOwner, { Length: > 0 } ownerId], [{ Length: > 0 } idName, { Length: > 0 } id]) => new JobRepository(idOwner, ownerId, idName, id),
                _ => null,
            },
            _ => null,
        };
    }
}
