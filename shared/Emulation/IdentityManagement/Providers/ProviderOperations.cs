using System.Collections.Immutable;
using Emulation.IdentityManagement.Api;
using Emulation.Principals;
using Emulation.Protocols.Query;

namespace Emulation.IdentityManagement.Providers;

/// <summary>What calls on providers of both kinds have in common.</summary>
/// <param name="noun">What actions call a provider of the kind.</param>
/// <param name="missing">How a refusal begins where there is none of the ARN.</param>
/// <param name="byArn">Finds one.</param>
/// <param name="update">Changes one; null when it is not there.</param>
internal abstract class ProviderOperations<T>(string noun, string missing, Func<string, T?> byArn, Func<string, Func<T, T>, T?> update)
    where T : KnownProvider
{
    protected const int MostProviders = 100;

    protected string Arn { get; } = $"{noun}Arn";

    protected IEnumerable<IamOperation> OfTags =>
    [
        new($"Tag{noun}", Arn, "Tags", Target, call => NewIdentity.CheckTags(call) is { } wrong ? wrong : ChangeTags(call, tags => tags.With(call.Tags))),
        new($"Untag{noun}", $"{Arn} TagKeys", "", Target, call => ChangeTags(call, tags => tags.Without(call.List("TagKeys")))),
        new($"List{noun}Tags", Arn, "Marker MaxItems", Target, call => Find(call) is { } provider ? TagOperations.List(call, TagList.Of(provider.Tags)) : NotFound(call)),
    ];

    protected IamTarget Target(IamCall call) => new(call.Text(Arn), null, Find(call) is { } provider ? TagList.Of(provider.Tags) : null);

    protected static ImmutableSortedDictionary<string, string> TagsOf(TagList tags) =>
        tags.All.ToImmutableSortedDictionary(static tag => tag.Key, static tag => tag.Value, StringComparer.Ordinal);

    protected QueryAnswer Made(T provider) => new(xml =>
    {
        xml.WriteElementString(Arn, provider.Arn);
        xml.Tags(TagList.Of(provider.Tags));
    });

    protected QueryAnswer Change(IamCall call, Func<T, T> change) =>
        Find(call) is not { } known ? NotFound(call)
        : known.CreatedAt is null ? Declared(known)
        : update(known.Arn, change) is null ? NotFound(call)
        : QueryAnswer.Done;

    protected T? Find(IamCall call) => byArn(call.Text(Arn)) is { } provider && provider.Account == call.AccountId ? provider : null;

    protected QueryError NotFound(IamCall call) => IamError.NoSuchEntity($"{missing} not found for arn {call.Text(Arn)}");

    /// <summary>What a template declares is changed there.</summary>
    protected static QueryError Declared(T provider) => IamError.Unmodifiable($"The provider {provider.Arn} is declared by the template: change the template instead.");

    /// <summary>A provider of a template was made with the account.</summary>
    protected static DateTimeOffset MadeAt(IamCall call, T provider) => provider.CreatedAt ?? call.Account.User(AccountDirectory.AdministratorName)!.CreatedAt;

    private QueryAnswer ChangeTags(IamCall call, Func<TagList, TagList> change) =>
        Change(call, provider => (T)((KnownProvider)provider with { Tags = TagsOf(change(TagList.Of(provider.Tags))) }));
}
