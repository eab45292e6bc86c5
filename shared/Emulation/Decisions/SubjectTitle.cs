namespace Emulation.Decisions;

/// <summary>What was asked, such as <c>POST /charges of BillingApi by StorefrontRole</c>: put together when somebody reads it, which of most decisions nobody does.</summary>
internal readonly record struct SubjectTitle(string Asked, string Thing = "", string Api = "", string By = "")
{
    /// <summary>In characters, about.</summary>
    public int Length => Asked.Length + Thing.Length + Api.Length + By.Length;

    /// <summary>Whether it is of an action alone, and not of a call that may ask several.</summary>
    public bool IsOfAction => By.Length > 0 && Api.Length == 0;

    public static SubjectTitle OfAction(string action, string resource, string by) => new(action, resource, By: by);

    public static SubjectTitle OfCall(string method, string path, string api, string by) => new(method, path, api, by);

    public static implicit operator SubjectTitle(string words) => new(words);

    public static implicit operator string(SubjectTitle title) => title.ToString();

    public override string ToString() => By.Length == 0 ? Asked : Api.Length == 0 ? $"{Asked} on {Thing} by {By}" : $"{Asked} {Thing} of {Api} by {By}";
}
