using System.Collections.Immutable;
using Emulation.Tokens;

namespace Emulation.Explain.Trust;

/// <summary>The ID token of a job of GitLab CI. GitLab Docs, "OpenID Connect (OIDC) Authentication Using ID Tokens", "Token payload".</summary>
internal static class GitLabJob
{
    public const string Option = "--gitlab";

    private const string Issuer = "https://gitlab.com";
    private const string Example = "project=GROUP/PROJECT branch=main --role ROLE";

    /// <summary>Claims that may be said by their own names.</summary>
    private static readonly ImmutableArray<string> Further =
        ["environment", "namespace_id", "namespace_path", "pipeline_source", "project_id", "ref_protected", "runner_environment", "user_email", "user_id", "user_login"];

    /// <summary>The words of the option.</summary>
    public static readonly ImmutableArray<string> Words = ["project", "branch", "tag", "ref", "ref_type", "aud", "issuer", "sub", .. Further];

    /// <exception cref="UsageException">The words say no job.</exception>
    public static AskedToken Read(IReadOnlyDictionary<string, string> given, DateTimeOffset now)
    {
        var words = new ClaimWords(Option, given, Words);
        var project = words.Needed("project", Example);
        if (project.Split('/') is not [{ Length: > 0 }, _, ..] || project.EndsWith('/'))
        {
            throw words.Wrong("project", "write it with its group, as GROUP/PROJECT or GROUP/SUBGROUP/PROJECT.");
        }

        var (kind, git) = RefOf(words);
        var issuer = words["issuer"]?.TrimEnd('/') ?? Issuer;
        TokenClaims Token(string ofProject, string ofKind, string ofRef) => ClaimSet.Of(now,
        [
            ("iss", issuer), ("aud", words["aud"] ?? issuer), ("sub", words["sub"] ?? $"project_path:{ofProject}:ref_type:{ofKind}:ref:{ofRef}"), ("project_path", ofProject),
            ("namespace_path", ofProject[..ofProject.LastIndexOf('/')]), ("ref_type", ofKind), ("ref", ofRef),
            .. Further.Where(static claim => claim != "namespace_path").Select(claim => (claim, words[claim])),
        ]);

        var group = project[..project.LastIndexOf('/')];
        var host = Uri.TryCreate(issuer, UriKind.Absolute, out var uri) ? uri.Host : throw words.Wrong("issuer", "write it as a URL, such as https://gitlab.example.com.");
        return new AskedToken($"a job of {project} on {kind} {git}", Token(project, kind, git))
        {
            Others = words["sub"] is not null ? [] :
            [
                new(Token("somebody-else/anything", kind, git), $"Any project of {host}, of whomever it is,"),
                new(Token($"{group}/any-other", kind, git), $"Every project of {group}"),
                new(Token(project, "branch", "any-other"), $"A job on any branch of {project}"),
            ],
            Hint = static (claim, wanted, _) =>
                claim == "sub" && wanted.Contains("refs/heads/", StringComparison.Ordinal) ? "GitLab's refs have no refs/heads/ before them." : null,
            Notes = words["aud"] is not null ? [] :
                [$"GitLab has no audience of its own: {issuer} is taken, as GitLab's page about AWS has it. aud=... says what the job's id_tokens ask for."],
        };
    }

    /// <exception cref="UsageException">It is not said, is said twice, or is none.</exception>
    private static (string Kind, string Ref) RefOf(ClaimWords words)
    {
        if (words["ref"] is { } git)
        {
            var kind = words["ref_type"] ?? "branch";
            return words["branch"] is not null || words["tag"] is not null ? throw words.Wrong("ref", "say one of ref, branch and tag.")
                : git.StartsWith("refs/", StringComparison.Ordinal) ? throw words.Wrong("ref", "GitLab's refs are names alone, as branch=main or tag=v1.")
                : kind is "branch" or "tag" ? (kind, git)
                : throw words.Wrong("ref_type", "it is branch or tag.");
        }

        return (words["branch"], words["tag"]) switch
        {
            ({ } branch, null) => ("branch", branch),
            (null, { } tag) => ("tag", tag),
            (null, null) => throw new UsageException($"{Option}: say on what the job runs, as branch=main or tag=v1."),
            _ => throw words.Wrong("tag", "say one of ref, branch and tag."),
        };
    }
}
