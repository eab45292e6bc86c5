using Emulation.ServiceReference;
using Emulation.ServiceReference.Questions;
using Sam;

namespace Emulation.Upstreams;

/// <summary>
/// What a template guards by policies that are not read, by ARN: of what is called by an id that only the server draws the beginning of all of its kind, and of what has no known
/// form that of the service.
/// </summary>
internal static class GuardedArns
{
    /// <summary>The word between the colons of a type, where neither prefix nor API is called so.</summary>
    private static readonly Dictionary<string, string> Services = new(StringComparer.Ordinal)
    {
        ["APS"] = "aps",
        ["EventSchemas"] = "schemas",
        ["MSK"] = "kafka",
        ["OpenSearchService"] = "es",
        ["OpenSearchServerless"] = "aoss",
        ["RedshiftServerless"] = "redshift-serverless",
        ["S3Outposts"] = "s3-outposts",
        ["SMSVOICE"] = "sms-voice",
        ["VpcLattice"] = "vpc-lattice",
    };

    public static IEnumerable<(string Arn, Closure Why)> Of(Stack stack) => stack.Guarded.Select(guarded => (guarded.Arn ?? Beginning(guarded, stack), guarded.Closed));

    private static string Beginning(GuardedResource guarded, Stack stack)
    {
        var (space, kind) = guarded.Type.Split("::") is [_, var first, var second] ? (first, second) : ("", "");
        var name = Services.GetValueOrDefault(space) ?? space.ToLowerInvariant();
        if (ServiceData.Find(name) is not { } service)
        {
            return $"arn:aws:{name}:";
        }

        var place = new CallPlace("aws", stack.Region, stack.AccountId.ToString());
        var format = service.Types.Where(type => NameWord.Plain(type.Name) == NameWord.Plain(kind))
            .SelectMany(static type => type.Formats).FirstOrDefault(static one => !one.Variables.IsEmpty);
        if (format is null)
        {
            return $"arn:aws:{service.Prefix}:";
        }

        var last = format.Variables[^1];
        var arn = format.Fill(place, variable => variable == last && format.Variables.Length == 1 && NameWord.Of(last).Ending != NameEnding.Id ? guarded.Name : null).Text;
        return arn.IndexOf('{', StringComparison.Ordinal) is var part and >= 0 ? arn[..part] : arn;
    }
}
