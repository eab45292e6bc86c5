namespace Emulation.Decisions;

/// <summary>What was asked, such as <c>POST /charges of BillingApi by StorefrontRole</c>: put together when somebody reads it, which of most decisions nobody does.</summary>
internal readonly record struct SubjectTitle
{
    private readonly string asked;
    private readonly string thing;
    private readonly string api;
    private readonly string by;

    private SubjectTitle(string asked, string thing, string api, string by)
    {
        this.asked = asked;
        this.thing = thing;
        this.api = api;
        this.by = by;
    }

    /// <summary>In characters, about.</summary>
    public int Length => asked.Length + thing.Length + api.Length + by.Length;

    /// <summary>Of an action on a resource.</summary>
    public static SubjectTitle OfAction(string action, string resource, string by) => new(action, resource, "", by);

    /// <summary>Of a call of an API.</summary>
    public static SubjectTitle OfCall(string method, string path, string api, string by) => new(method, path, api, by);

    public static implicit operator SubjectTitle(string words) => new(words, "", "", "");

    public static implicit operator string(SubjectTitle title) => title.ToString();

    public override string ToString() => by.Length == 0 ? asked : api.Length == 0 ? $"{asked} on {thing} by {by}" : $"{asked} {thing} of {api} by {by}";
}
