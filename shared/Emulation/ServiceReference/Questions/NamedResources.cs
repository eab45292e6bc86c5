using System.Collections.Immutable;
using Iam;

namespace Emulation.ServiceReference.Questions;

/// <summary>The resources that a call names: by ARN, and by what stands in one.</summary>
/// <param name="operation">The operation.</param>
/// <param name="service">The service whose resources are looked for; that of the action.</param>
/// <param name="values">What the call says.</param>
/// <param name="place">Where it is made.</param>
internal sealed class NamedResources(ModelOperation operation, ServiceFacts service, CallValues values, CallPlace place)
{
    /// <summary>Beyond that many the call is taken to name any.</summary>
    private const int Most = 1000;

    /// <summary>Members that say whose resources are meant: "the ID of the Amazon Web Services account" that owns them, the caller's where it is missing.</summary>
    private static readonly string[] Accounts = ["AwsAccountId", "CatalogId", "registryId", "QueueOwnerAWSAccountId"];

    private readonly CallPlace owner = place with { Account = AccountOf(values) ?? place.Account };

    /// <summary>
    /// What is named by an ARN of the service whose form is not known here: it may be anything of the account that it names, whose leave is needed then too. One that
    /// cannot be read, or is of another partition, may be anything of the service.
    /// </summary>
    public ImmutableArray<AskedArn> Strays =>
        [.. values.Arns.Where(arn => IsOfService(arn) && !service.Types.Any(type => IsOf(arn, type))).Select(AnythingIn).DistinctBy(static arn => arn.Text)];

    private AskedArn AnythingIn(string stray)
    {
        var arn = new AskedArnBuilder();
        arn.Add($"arn:{place.Partition}:{service.Prefix}:");
        if (Arn.TryParse(stray, out var read) && read.Partition == place.Partition && AccountId.TryParse(read.Account, out _))
        {
            arn.AddValue("region", read.Region);
            arn.Add($":{read.Account}:");
        }

        arn.AddValue("resource", null);
        return arn.Build() with { IsMisread = true };
    }

    /// <summary>The resources of a type. Empty of a type that a call need not name, and does not.</summary>
    public IEnumerable<AskedArn> Of(ActionTarget target)
    {
        var arns = values.Arns.Where(arn => IsOf(arn, target.Type)).Select(arn => AskedArn.Of(Kept(target.Type, arn)));
        var named = arns.Concat(target.Type.Formats.SelectMany(format => ByName(target.Type, format))).ToList();
        return named.Count > 0 || !target.IsRequired || Strays.Length > 0
            ? AskedArn.Distinct(named)
            : target.Type.Formats.Select(format => Filled(target.Type, format, variable => Said(target.Type, format, variable, values.Scopes[0])));
    }

    /// <summary>
    /// A resource of a type that a call need not name, where no member of the operation is understood to name one: it may be there. Empty where one is, and says that there
    /// is none.
    /// </summary>
    public IEnumerable<AskedArn> Perhaps(ActionTarget target) => target.IsRequired || operation.Members.Any(member => CanBeArnOf(member, target.Type))
        ? []
        : target.Type.Formats.Where(format => format.Variables is not [.., var last] || MembersOf(target.Type, format, last).IsEmpty)
            .Select(format => Filled(target.Type, format, variable => Said(target.Type, format, variable, values.Scopes[0])));

    private static bool CanBeArnOf(ModelMember member, ArnType type) =>
        NameWord.Of(member.Name) is { Ending: NameEnding.Arn } word && (word.Stem is "" or "resource" || word.HasStemOf(NameWord.Of(type.Name)));

    /// <summary>In each scope that says the last part, which names the resource itself: of a structure the call's own members help.</summary>
    private IEnumerable<AskedArn> ByName(ArnType type, ArnFormat format)
    {
        if (format.Variables is not [.., var last])
        {
            return [];
        }

        var naming = MembersOf(type, format, last);
        return values.Scopes
            .Where(scope => !RevisedNames.AreOfAnother(format, [.. naming.SelectMany(member => TextsOf(member.Name, scope))]))
            .Where(scope => IsSaid(naming, scope) || (IsSaid(naming, values.Scopes[0]) && format.Variables.Any(variable => IsSaid(MembersOf(type, format, variable), scope))))
            .SelectMany(scope => Combined(type, format, scope));
    }

    private static bool IsSaid(ImmutableArray<SayingMember> members, IReadOnlyDictionary<string, ImmutableArray<string?>> scope) =>
        members.Any(member => scope.ContainsKey(member.Name));

    private IEnumerable<AskedArn> Combined(ArnType type, ArnFormat format, IReadOnlyDictionary<string, ImmutableArray<string?>> scope)
    {
        var choices = new List<Dictionary<string, SaidPart>> { new(StringComparer.Ordinal) };
        foreach (var variable in format.Variables)
        {
            var said = Said(type, format, variable, scope);
            if (choices.Count * said.Count > Most)
            {
                return [format.Fill(owner, static _ => null) with { IsMisread = true }];
            }

            choices = [.. choices.SelectMany(choice => said.Select(value => new Dictionary<string, SaidPart>(choice, StringComparer.Ordinal) { [variable] = value }))];
        }

        return choices
            .Select(choice => ArnIn(choice) is { } arn ? Beside(type, format, arn, choice) : Filled(type, format, variable => [choice[variable]]))
            .OfType<AskedArn>();
    }

    private static string? ArnIn(Dictionary<string, SaidPart> choice) =>
        choice.Values.Select(static value => value.Text).FirstOrDefault(static text => text is not null && CallValues.LooksLikeArn(text));

    /// <summary>
    /// An ARN of the type in the place of a name is among those that were given already. Where what is said beside it is another than the ARN has there, as a task's ARN and
    /// another cluster, the server may go by either: both are asked.
    /// </summary>
    private AskedArn? Beside(ArnType type, ArnFormat format, string arn, Dictionary<string, SaidPart> choice)
    {
        return format.Read(Kept(type, arn)) is not { } parts || choice.All(one => IsOfArn(one.Value) || one.Value.Text == parts[one.Key])
            ? null
            : Filled(type, format, variable => [IsOfArn(choice[variable]) ? new SaidPart(parts[variable], IsMisread: false) : choice[variable]]);

        bool IsOfArn(SaidPart said) => said.Text == arn || said is { Text: null, IsMisread: false };
    }

    /// <summary>The ARN, of whose parts each is known that is said in one way.</summary>
    private AskedArn Filled(ArnType type, ArnFormat format, Func<string, List<SaidPart>> said)
    {
        var parts = format.Variables.Distinct(StringComparer.Ordinal).ToDictionary(static variable => variable, said, StringComparer.Ordinal);
        return format.Fill(owner, variable => parts[variable] is [{ Text: { } one }] && !CallValues.LooksLikeArn(one) ? one : null) with
        {
            IsMisread = parts.Values.Any(static part => part.Exists(static one => one.IsMisread)),
        };
    }

    /// <summary>What the members of a part say, without a text among it for what is no such part; one without where none is given.</summary>
    private List<SaidPart> Said(ArnType type, ArnFormat format, string variable, IReadOnlyDictionary<string, ImmutableArray<string?>> scope)
    {
        // An id has no slash: where one comes, the service takes it for something else, as KMS takes alias/a.
        var isPath = variable == format.Variables[^1] && NameWord.Of(variable).Ending != NameEnding.Id;
        var texts = MembersOf(type, format, variable)
            .SelectMany(member => TextsOf(member.Name, scope).Select(text => (Member: member, Text: text)))
            .Select(said => RevisedNames.Read(format, variable, said.Text) is { } revised ? new SaidPart(revised.Text, IsMisread: false)
                : Read(type, format, variable, isPath, said.Member, said.Text))
            .Distinct()
            .ToList();
        return texts.Count > 0 ? texts
            : [new SaidPart(MembersOf(type, format, variable).IsEmpty ? null : UnsaidNames.Of(operation, format.Service, variable), IsMisread: false)];
    }

    private SaidPart Read(ArnType type, ArnFormat format, string variable, bool isPath, SayingMember member, string? said)
    {
        var part = said is null || IsOf(said, type) ? said
            : PartOf(said, variable) ?? (CanStand(format, said, isPath) && member.CanSay(said) ? Kept(type, TextIn(variable, said)) : null);
        return new SaidPart(part, IsMisread: part is null);
    }

    /// <summary>A structure's own members stand before the call's.</summary>
    private ImmutableArray<string?> TextsOf(string member, IReadOnlyDictionary<string, ImmutableArray<string?>> scope) =>
        scope.TryGetValue(member, out var own) ? own : values.Scopes[0].GetValueOrDefault(member, []);

    /// <summary>The part of another resource's ARN, such as the cluster's that a task runs in: of this account and region alone, which are the task's too.</summary>
    private string? PartOf(string text, string variable) =>
        Arn.TryParse(text, out var arn) && arn.Partition == place.Partition && arn.Region == place.Region && arn.Account == owner.Account
            && service.TypesOf(text) is [var only] && IsOf(text, only)
            ? only.Formats.Select(format => format.Read(text)?.GetValueOrDefault(variable)).FirstOrDefault(static part => part is not null)
            : null;

    private ImmutableArray<SayingMember> MembersOf(ArnType type, ArnFormat format, string variable) => operation.Naming.GetOrAdd(
        (format, variable),
        static (key, of) => NamingRules.MembersOf(of.Type, key.Format, key.Variable, of.Operation),
        (Type: type, Operation: operation));

    /// <summary>An ARN, or a part of one in short, is no name; nor is a path where one segment stands.</summary>
    private static bool CanStand(ArnFormat format, string text, bool isPath) =>
        !text.Contains(':') && (!text.Contains('/') || (isPath && SlashedNames.CanHold(format, TextIn(format.Variables[^1], text))));

    /// <summary>Some forms say of a name that a slash before it is not in the ARN.</summary>
    private static string TextIn(string variable, string text) => variable.EndsWith("WithoutLeadingSlash", StringComparison.Ordinal) && text is ['/', _, ..] ? text[1..] : text;

    private string Kept(ArnType type, string text) => CaselessNames.Kept(service.Prefix, type.Name, text);

    private bool IsOfService(string arn) => arn.Split(':', 4) is [_, _, var named, _] && named.Equals(service.Prefix, StringComparison.OrdinalIgnoreCase);

    private bool IsOf(string text, ArnType type) => Arn.TryParse(text, out var arn) && arn.Partition == place.Partition && service.TypesOf(text).Contains(type)
        && type.Formats.Any(format => SlashedNames.CanBe(format, text));

    private static string? AccountOf(CallValues values) =>
        Accounts.SelectMany(member => values.Scopes[0].GetValueOrDefault(member, [])).FirstOrDefault(static text => AccountId.TryParse(text, out _));

    /// <summary>A part of an ARN as a call says it.</summary>
    /// <param name="Text">Null where it is not known.</param>
    /// <param name="IsMisread">Whether something is said that is no such part.</param>
    private readonly record struct SaidPart(string? Text, bool IsMisread);
}
