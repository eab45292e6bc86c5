using System.Collections.Immutable;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using Emulation.Principals;
using Emulation.Protocols.Query;
using Iam;

namespace Emulation.Sts;

/// <summary>
/// The session policies of a call: <c>Policy</c> and <c>PolicyArns</c>. IAM User Guide, "Session policies", and the parameters of the AssumeRole actions.
/// </summary>
internal readonly record struct SessionPolicies(ImmutableArray<string> Documents, ImmutableArray<string> Arns)
{
    private const int MostArns = 10;

    /// <summary>In characters, of the document and the ARNs together.</summary>
    private const int LongestPlain = 2048;

    /// <summary>In bytes, of everything packed. AWS tells neither its packing nor its limit: ours is Deflate, and this.</summary>
    private const int LongestPacked = 2048;

    public bool IsEmpty => Documents.IsEmpty && Arns.IsEmpty;

    /// <summary>Notes what is wrong with the length of <c>Policy</c>.</summary>
    public static void CheckLength(QueryRequest parameters, Constraints constraints) => constraints.Text("policy", parameters["Policy"], required: false, 1, LongestPlain);

    /// <summary>
    /// Reads the policies, all of which must be there and be policies: a session must not be wider than its caller believes. Managed policies are the account's or AWS's.
    /// </summary>
    public static SessionPolicies? Read(QueryRequest parameters, AccountDirectory accounts, string account, out QueryError error)
    {
        error = null!;
        ImmutableArray<string> arns = [.. parameters.Members("PolicyArns").Select(member => parameters[$"{member}.arn"] ?? "")];
        if (arns.Length > MostArns)
        {
            error = QueryError.Validation(
                $"1 validation error detected: Value at 'policyArns' failed to satisfy constraint: Member must have length less than or equal to {MostArns}");
        }
        else if (parameters["Policy"] is { } json && Policy.Parse(json, PolicyKind.Session, new PolicyOrigin("session policy")).Errors is [var first, ..])
        {
            error = new QueryError(400, "MalformedPolicyDocument", first.Message);
        }
        else
        {
            error = arns.Select(arn => Check(arn, accounts, account)).FirstOrDefault(static wrong => wrong is not null)!;
        }

        return error is null ? new SessionPolicies(parameters["Policy"] is { } document ? [document] : [], arns) : null;
    }

    /// <summary>Percent of what policies and tags, those that the session inherits too, may take together; more than a hundred is refused.</summary>
    public int? PackedSize(ImmutableSortedDictionary<string, string> tags, out QueryError? error)
    {
        var plain = Documents.Sum(static document => document.Length) + Arns.Sum(static arn => arn.Length);
        var percent = plain > LongestPlain ? Percent(plain, LongestPlain) : IsEmpty && tags.IsEmpty ? 0 : Percent(Packed(tags), LongestPacked);
        error = percent <= 100
            ? null
            : new QueryError(400, "PackedPolicyTooLarge", IsEmpty
                ? $"Packed size of session tags consumes {Text(percent)}% of allotted space."
                : $"Packed policy consumes {Text(percent)}% of allotted space, please use smaller policy.");
        return IsEmpty && tags.IsEmpty ? null : percent;
    }

    private static QueryError? Check(string arn, AccountDirectory accounts, string account) =>
        !Arn.TryParse(arn, out var parsed) || parsed.Service != "iam" || !parsed.Resource.StartsWith("policy/", StringComparison.Ordinal)
            ? QueryError.Validation($"{arn} is invalid")
        : parsed.Account != account && parsed.Account != "aws"
            ? QueryError.InvalidParameterValue($"The policy {arn} is not of the account {account}. Name one of that account, or of AWS.")
        : accounts.Current.ManagedPolicy(arn) is not null ? null
        : QueryError.InvalidParameterValue($"There is no policy {arn} here. Pass its document as Policy, or declare it as AWS::IAM::ManagedPolicy.");

    private int Packed(ImmutableSortedDictionary<string, string> tags)
    {
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            foreach (var part in Documents.Concat(Arns).Concat(tags.SelectMany(static tag => new[] { tag.Key, tag.Value })))
            {
                deflate.Write(Encoding.UTF8.GetBytes(part));
                deflate.WriteByte(0);
            }
        }

        return (int)packed.Length;
    }

    private static int Percent(int size, int most) => Math.Max(1, (int)(((long)size * 100 + most - 1) / most));

    private static string Text(int percent) => percent.ToString(CultureInfo.InvariantCulture);
}
