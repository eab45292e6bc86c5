using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Emulation;
using Emulation.Console;
using Sam.Errors;
using SigV4;

namespace Tool.Calling;

/// <summary>Who signs.</summary>
/// <param name="Name">What they were called.</param>
/// <param name="Credentials">A user's own keys, or those of a session.</param>
/// <param name="Ends">When the session ends; null of a user's keys, which stay.</param>
internal sealed record SignedAs(string Name, AwsCredentials Credentials, DateTimeOffset? Ends = null);

/// <summary>Finds whose credentials are meant, by profile, logical id, name or ARN, and gets them as any client would: by STS.</summary>
internal sealed class Callers(RunningLocalAws aws, TimeProvider time)
{
    public const string Nobody = "nobody";
    public const string Administrator = "admin";

    /// <summary>Other words for whoever does not sign.</summary>
    public static bool IsNobody(string name) => name is Nobody or "anonymous";

    /// <summary>The credentials of somebody.</summary>
    /// <exception cref="UsageException">There is nobody of this name, STS refuses the role, or the user has no keys.</exception>
    public async Task<SignedAs> FindAsync(string name, CancellationToken cancellation)
    {
        var profiles = aws.Profiles;
        if (profiles.Find(name) is { } profile)
        {
            return await OfAsync(name, profile, cancellation).ConfigureAwait(false);
        }

        var stack = await aws.StackAsync(cancellation).ConfigureAwait(false);
        if (Only(stack.Roles, name, stack.AccountId) is { } role)
        {
            return await OfAsync(name, OfRole(role.Arn, stack.AccountId), cancellation).ConfigureAwait(false);
        }

        if (Only(stack.Users, name, stack.AccountId) is { } user)
        {
            return ProfilesOf(user, stack.AccountId).Select(profiles.Find).FirstOrDefault(static one => one?.Keys is not null) is { Keys: { } keys }
                ? new SignedAs(name, keys)
                : throw new UsageException(
                    $"The user {name} has no access key in {profiles.CredentialsFile}. Give it an AWS::IAM::AccessKey in the template, and start LocalAws again.");
        }

        // A role that was made since the start is in no template.
        if (name.StartsWith("arn:", StringComparison.Ordinal) && name.Contains(":role/", StringComparison.Ordinal))
        {
            return await OfAsync(name, OfRole(name, stack.AccountId), cancellation).ConfigureAwait(false);
        }

        string[] known = [.. profiles.All.Select(static one => one.Name).Concat(stack.Roles.Concat(stack.Users).Select(one => NameOf(one, stack))).Distinct(), Nobody];
        throw new UsageException($"--as {name}: there is nobody of this name. {DidYouMean.Among(name, known)}");
    }

    private Task<SignedAs> OfAsync(string name, WrittenProfile profile, CancellationToken cancellation) => profile.Keys is { } keys
        ? Task.FromResult(new SignedAs(name, keys))
        : AssumeAsync(name, profile, cancellation);

    private async Task<SignedAs> AssumeAsync(string name, WrittenProfile role, CancellationToken cancellation)
    {
        var source = aws.Profiles.Find(role.Source ?? Administrator)?.Keys
            ?? throw new UsageException($"{aws.Profiles.CredentialsFile} has no keys of {role.Source ?? Administrator}, who would assume {name}.");
        var form = $"Action=AssumeRole&Version=2011-06-15&RoleArn={Uri.EscapeDataString(role.RoleArn!)}&RoleSessionName={Uri.EscapeDataString(role.SessionName ?? "local")}";
        var body = System.Text.Encoding.UTF8.GetBytes(form);
        HeaderField[] headers = [new("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")];
        using var request = SignedRequest.Of(
            new SignedRequest.Head("POST", aws.Endpoint, aws.Endpoint.Authority), headers, body, new SigV4Signer(aws.Region, "sts"), source, time.GetUtcNow());
        using var response = await aws.SendAsync(request, cancellation).ConfigureAwait(false);
        var answer = await response.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false);
        if (Elements(answer) is not { } elements || !response.IsSuccessStatusCode)
        {
            throw Refused(name, role, response, answer);
        }

        return new SignedAs(
            name,
            new AwsCredentials(elements["AccessKeyId"], elements["SecretAccessKey"], elements["SessionToken"]),
            DateTimeOffset.Parse(elements["Expiration"], CultureInfo.InvariantCulture));
    }

    /// <summary>STS's own words, and where to learn more.</summary>
    private UsageException Refused(string name, WrittenProfile role, HttpResponseMessage response, string answer)
    {
        var elements = Elements(answer);
        var said = elements?.GetValueOrDefault("Message") ?? answer;
        var stranger = elements?.GetValueOrDefault("Code") is "InvalidClientTokenId" or "SignatureDoesNotMatch"
            ? $" Are the profiles in {aws.Profiles.Folder} those of the LocalAws at {aws.Endpoint.Authority}?"
            : "";
        var why = response.Headers.TryGetValues("x-localaws-decision", out var ids)
            ? string.Create(CultureInfo.InvariantCulture, $" Why, and what would change it: localaws explain {ids.First()} --port {aws.Endpoint.Port}")
            : "";
        return new UsageException($"STS refuses {name} to {role.Source ?? Administrator}: {said.TrimEnd('.')}.{stranger}{why}");
    }

    /// <summary>The role with the keys of its account's administrator, unless a profile says better.</summary>
    private WrittenProfile OfRole(string arn, string account) => aws.Profiles.All.FirstOrDefault(profile => profile.RoleArn == arn)
        ?? new WrittenProfile("", null, arn, AccountOf(arn) == account ? Administrator : $"{Administrator}-{AccountOf(arn)}", aws.Profiles.All.FirstOrDefault(static one =>
            one.SessionName is not null)?.SessionName);

    private static IEnumerable<string> ProfilesOf(StackPage.PrincipalEntry user, string account) =>
        AccountOf(user.Arn) == account ? [$"{user.Stack}-{user.LogicalId}", user.LogicalId] : [$"{user.Stack}-{user.LogicalId}", $"{user.LogicalId}-{AccountOf(user.Arn)}"];

    /// <summary>The one that a name means: by ARN, stack and logical id, logical id, and at last by its name in IAM.</summary>
    private static StackPage.PrincipalEntry? Only(IReadOnlyList<StackPage.PrincipalEntry> all, string text, string account)
    {
        Func<StackPage.PrincipalEntry, bool>[] tries =
        [
            one => one.Arn == text,
            one => $"{one.Stack}/{one.LogicalId}" == text,
            one => (one.LogicalId == text && AccountOf(one.Arn) == account) || $"{one.LogicalId}@{AccountOf(one.Arn)}" == text,
            one => one.LogicalId == text,
            one => one.Name == text || $"{one.Name}@{AccountOf(one.Arn)}" == text,
        ];
        foreach (var isMeant in tries)
        {
            var found = all.Where(isMeant).DistinctBy(static one => one.Arn).ToList();
            if (found.Count > 1)
            {
                throw new UsageException($"'{text}' is the name of several: say which, {string.Join(" or ", found.Select(static one => $"{one.Stack}/{one.LogicalId}"))}.");
            }

            if (found is [var one])
            {
                return one;
            }
        }

        return null;
    }

    private static string NameOf(StackPage.PrincipalEntry one, StackPage stack) =>
        stack.Roles.Concat(stack.Users).Count(other => other.LogicalId == one.LogicalId) > 1 ? $"{one.Stack}/{one.LogicalId}" : one.LogicalId;

    private static string AccountOf(string arn) => arn.Split(':') is [_, _, _, _, var account, ..] ? account : "";

    private static Dictionary<string, string>? Elements(string xml)
    {
        try
        {
            return XDocument.Parse(xml).Descendants().Where(static element => !element.HasElements).DistinctBy(static element => element.Name.LocalName)
                .ToDictionary(static element => element.Name.LocalName, static element => element.Value, StringComparer.Ordinal);
        }
        catch (XmlException)
        {
            return null;
        }
    }
}
