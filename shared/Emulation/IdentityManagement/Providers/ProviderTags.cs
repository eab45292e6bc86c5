using System.Collections.Immutable;
using Emulation.IdentityManagement.Api;
using Emulation.Principals;
using Emulation.Protocols.Query;

namespace Emulation.IdentityManagement.Providers;

/// <summary>What calls on providers of both kinds have in common.</summary>
internal static class ProviderTags
{
    public static ImmutableSortedDictionary<string, string> Of(IamCall call) => Changed(ImmutableSortedDictionary<string, string>.Empty, tags => tags.With(call.Tags));

    public static ImmutableSortedDictionary<string, string> Changed(ImmutableSortedDictionary<string, string> tags, Func<TagList, TagList> change) =>
        change(TagList.Of(tags)).All.ToImmutableSortedDictionary(static tag => tag.Key, static tag => tag.Value, StringComparer.Ordinal);

    public static QueryAnswer List(IamCall call, ImmutableSortedDictionary<string, string> tags) => ListPage<(string Key, string Value)>.Answer(
        call,
        tags.Select(static tag => (tag.Key, tag.Value)).OrderBy(static tag => tag.Key, StringComparer.OrdinalIgnoreCase),
        static tag => tag.Key,
        static (xml, page) => xml.Tags(TagList.Of(page)));

    /// <summary>What a template declares is changed there.</summary>
    public static QueryError Declared(string arn) => IamError.Unmodifiable($"The provider {arn} is declared by the template: change the template instead.");
}
