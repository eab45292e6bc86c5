using Emulation.Console;

namespace Tool.Calling;

/// <summary>Where a call goes.</summary>
/// <param name="Url">The LocalAws, and path and query as they are sent.</param>
/// <param name="Host">The name by which it is called.</param>
/// <param name="Service">For which service it is signed; null where nobody can tell.</param>
internal sealed record CallTarget(Uri Url, string Host, string? Service)
{
    /// <summary>The API, at the stage; null of a URL.</summary>
    public StackPage.ApiEntry? Api { get; init; }

    /// <summary>The path below the stage, without its query; of a URL the whole one.</summary>
    public string Path { get; init; } = "";

    /// <summary>Whether the server answers to another name than its address.</summary>
    public bool IsRenamed => Host != Url.Authority;
}
