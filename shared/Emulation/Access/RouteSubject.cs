using Emulation.Decisions;
using Emulation.Gateway.Apis;
using Emulation.Gateway.Authorizers;
using Emulation.Gateway.Routing;
using Iam;
using Sam;

namespace Emulation.Access;

/// <summary>Makes the subject of a call that nobody has made: a principal, a method and a path.</summary>
internal static class RouteSubject
{
    /// <exception cref="UsageException">There is no such principal or route; the message lists those there are.</exception>
    public static DecisionSubject Of(LoadedStacks stacks, string principalName, string method, string path, string? api, IReadOnlyDictionary<string, string> keys)
    {
        var (target, match, pathBelow) = Find(stacks, method.ToUpperInvariant(), path, api);
        var caller = match.Route.Authorizer is NoAuthorizer ? MatrixPrincipal.All(stacks)[^1] : Principal(stacks, principalName);
        var context = new ConditionContext(caller.Principal)
            .SetTime(TimeProvider.System.GetUtcNow()).Set("aws:SourceIp", "127.0.0.1").Set("aws:SecureTransport", "true").Set("aws:RequestedRegion", stacks.Main.Region);
        if (caller.Principal is AssumedRole)
        {
            context.Set("aws:TokenIssueTime", TimeProvider.System.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture))
                .Set("aws:MultiFactorAuthPresent", "false");
        }

        stacks.Organization.AddKeys(context, caller.Principal.Account);
        caller.AddKeys(context);
        foreach (var (key, value) in keys)
        {
            context.Set(key, [.. value.Split(',')]);
        }

        var suffix = $"/{match.Route.Method switch { "ANY" => method.ToUpperInvariant(), var m => m }}{pathBelow}";
        var request = new AccessRequest(caller.Principal, "execute-api:Invoke", target.StageArn + suffix, target.AccountId, context);
        var title = $"{method.ToUpperInvariant()} {pathBelow} of {target.Api.LogicalId} by {caller.Name}";
        if (match.Route.Authorizer is IamAuthorizer && caller.Principal is Anonymous)
        {
            throw new UsageException(
                $"{title}: REFUSED. A request without a signature gets 403 Missing Authentication Token, whatever the policies say: the route's authorizer is AWS_IAM.");
        }

        // Once the token holds, the resource policy decides by itself: about nobody, since nobody signed.
        var holds = match.Route.Authorizer is CognitoAuthorizer or JwtAuthorizer ? caller.Token?.ConditionAt(match.Route.Authorizer, stacks.Main) : null;
        if (match.Route.Authorizer is not (IamAuthorizer or NoAuthorizer) && holds is null)
        {
            throw new UsageException(
                $"{title}: REFUSED. {AuthorizerWords.WithoutCredentials(match.Route.Authorizer)} For a call with a token, make it and explain it by "
                    + "the id in its answer's x-localaws-decision.");
        }

        title = string.IsNullOrEmpty(holds) ? title : $"{title}, {holds}";
        return new DecisionSubject(
            title, request, caller.Policies, target.ResourcePolicy, stacks.Organization.ForCaller(caller.Principal.Account),
            target.MaskedStageArn + suffix, match.Route.Authorizer is NoAuthorizer || holds is not null)
        {
            RefusalText = PolicyQuestion.RefusalTextOf(target),
        };
    }

    private static MatrixPrincipal Principal(LoadedStacks stacks, string name)
    {
        var all = MatrixPrincipal.All(stacks);
        var declared = stacks.All.Select(stack => ArnOf(stack, name)).FirstOrDefault(static arn => arn is not null);
        return all.FirstOrDefault(p => p.Name == name || (p.Token is null && (p.Principal.PolicyArn == name || p.Principal.Arn == name || p.Principal.PolicyArn == declared)))
            ?? Session(all, name)
            ?? throw new UsageException($"--as {name}: there is no such principal. There are: {string.Join(", ", all.Select(p => p.Name))}.");
    }

    /// <summary>The ARN of a role or user by its name in the template.</summary>
    private static string? ArnOf(Stack stack, string logicalId) =>
        stack.Roles.FirstOrDefault(role => role.LogicalId == logicalId)?.Arn.ToString() ?? stack.Users.FirstOrDefault(user => user.LogicalId == logicalId)?.Arn.ToString();

    /// <summary>A session by its ARN.</summary>
    private static MatrixPrincipal? Session(IEnumerable<MatrixPrincipal> all, string arn)
    {
        var slash = arn.LastIndexOf('/');
        return all.Where(p => p.Principal is AssumedRole role && role.Arn[..^role.SessionName.Length] == arn[..(slash + 1)] && slash + 1 < arn.Length)
            .Select(p => p with { Name = arn, Principal = ((AssumedRole)p.Principal).InSession(arn[(slash + 1)..]) }).FirstOrDefault();
    }

    /// <summary>The API, the route, and the path below the stage as policies see it: decoded.</summary>
    private static (DeployedApi Api, RouteMatch Match, string Path) Find(LoadedStacks stacks, string method, string path, string? api)
    {
        var below = path.Split('?')[0];
        below = below.StartsWith('/') ? below : $"/{below}";
        var found = new List<(DeployedApi, RouteMatch, string)>();
        foreach (var candidate in stacks.Main.AllApis.Where(a => api is null || a.LogicalId == api || a.ApiId == api).Select(a => DeployedApi.Of(stacks.Main, a)))
        {
            var stage = $"{candidate.StagePath}/";
            if (candidate.Routes.TryMatch(method, below, out var match))
            {
                found.Add((candidate, match, match.Path));
            }
            else if (below.StartsWith(stage, StringComparison.Ordinal) && candidate.Routes.TryMatch(method, below[(stage.Length - 1)..], out match))
            {
                found.Add((candidate, match, match.Path));
            }
        }

        return found.Count switch
        {
            1 => found[0],
            0 => throw new UsageException($"No route takes {method} {below}. localaws routes lists them all."),
            _ => throw new UsageException($"{method} {below} is a route of {string.Join(" and ", found.Select(f => f.Item1.Api.LogicalId))}: choose one with --api."),
        };
    }
}
