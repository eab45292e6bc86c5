using System.Collections.Immutable;
using Emulation.ServiceReference.Questions;

namespace Emulation.ServiceReference;

/// <summary>A form of ARNs, such as <c>arn:${Partition}:sqs:${Region}:${Account}:${QueueName}</c>.</summary>
internal sealed class ArnFormat
{
    private const string PartitionWord = "Partition";
    private const string RegionWord = "Region";
    private const string AccountWord = "Account";

    /// <summary>Some forms have a star where AWS chooses what stands there, or nobody names one resource.</summary>
    private const string Anything = "*";

    private readonly ImmutableArray<ArnPart> parts;

    public ArnFormat(string text)
    {
        Text = text;
        parts = [.. PartsOf(text)];
        Variables =
        [
            .. parts.Where(static part => part is { IsVariable: true, Text: not (PartitionWord or RegionWord or AccountWord or Anything) }).Select(static part => part.Text),
        ];
        Service = text.Split(':') is [_, _, var service, ..] ? service : "";
    }

    public string Text { get; }

    /// <summary>The service that its third field names.</summary>
    public string Service { get; }

    /// <summary>What stands for a part of the resource, in order: not partition, region and account.</summary>
    public ImmutableArray<string> Variables { get; }

    /// <summary>Whether the resource is of one region.</summary>
    public bool HasRegion => parts.Any(static part => part is { IsVariable: true, Text: RegionWord });

    /// <summary>Whether the ARN says whose the resource is.</summary>
    public bool HasAccount => parts.Any(static part => part is { IsVariable: true, Text: AccountWord });

    /// <summary>The ARN of one resource.</summary>
    /// <param name="place">Partition, region and account.</param>
    /// <param name="value">What stands for each variable; null for what is not known.</param>
    public AskedArn Fill(CallPlace place, Func<string, string?> value)
    {
        var arn = new AskedArnBuilder();
        foreach (var part in parts)
        {
            if (!part.IsVariable)
            {
                arn.Add(part.Text);
                continue;
            }

            switch (part.Text)
            {
                case PartitionWord:
                    arn.Add(place.Partition);
                    break;
                case RegionWord:
                    arn.Add(place.Region);
                    break;
                case AccountWord:
                    arn.Add(place.Account);
                    break;
                case Anything:
                    arn.AddValue("any", null);
                    break;
                default:
                    arn.AddValue(part.Text, value(part.Text));
                    break;
            }
        }

        return arn.Build();
    }

    /// <summary>How many letters of an ARN the form itself says; 0 when the ARN has another form.</summary>
    /// <remarks>No variable holds a colon, and the last alone a slash.</remarks>
    public int Matches(string arn) => Matches(arn, null);

    /// <summary>What stands for each variable in an ARN; null when it has another form.</summary>
    public IReadOnlyDictionary<string, string>? Read(string arn)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        return Matches(arn, found) > 0 ? found : null;
    }

    private int Matches(string arn, Dictionary<string, string>? found)
    {
        var rest = arn.AsSpan();
        var said = 0;
        for (var i = 0; i < parts.Length; i++)
        {
            var part = parts[i];
            if (!part.IsVariable)
            {
                if (!rest.StartsWith(part.Text, StringComparison.Ordinal))
                {
                    return 0;
                }

                rest = rest[part.Text.Length..];
                said += part.Text.Length;
                continue;
            }

            var isLast = i == parts.Length - 1;
            var end = isLast ? rest.Length : parts[i + 1].IsVariable ? 0 : rest.IndexOf(parts[i + 1].Text, StringComparison.Ordinal);
            if (end <= 0 || !CanHold(part.Text, rest[..end], isLast))
            {
                return 0;
            }

            found?.TryAdd(part.Text, rest[..end].ToString());
            rest = rest[end..];
        }

        return rest.IsEmpty ? said : 0;
    }

    private static bool CanHold(string variable, ReadOnlySpan<char> value, bool isLast) => variable switch
    {
        AccountWord => value.Length == 12 && !value.ContainsAnyExceptInRange('0', '9'),
        _ => !value.Contains(':') && (isLast || !value.Contains('/')),
    };

    private static IEnumerable<ArnPart> PartsOf(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            if (text[at] == '*')
            {
                yield return new ArnPart(Anything, IsVariable: true);
                at++;
            }
            else if (text[at..].StartsWith("${", StringComparison.Ordinal))
            {
                var close = text.IndexOf('}', at);
                yield return new ArnPart(text[(at + 2)..close], IsVariable: true);
                at = close + 1;
            }
            else
            {
                var end = text.AsSpan(at).IndexOfAny('*', '$') is var next and > 0 ? at + next : text.Length;
                yield return new ArnPart(text[at..end], IsVariable: false);
                at = end;
            }
        }
    }

    private readonly record struct ArnPart(string Text, bool IsVariable);
}
