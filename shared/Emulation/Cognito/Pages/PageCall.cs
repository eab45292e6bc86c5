using Emulation.Cognito.OAuth;
using Emulation.Cognito.Pools;

namespace Emulation.Cognito.Pages;

/// <summary>A request for one of the pages, whose query was found good.</summary>
/// <param name="Domain">The request.</param>
/// <param name="Authorize">What the application asks for.</param>
/// <param name="Look">How the pages look.</param>
/// <param name="Language">The language of the pages.</param>
internal sealed record PageCall(DomainCall Domain, AuthorizeRequest Authorize, Look Look, Language Language)
{
    public UserPool Pool => Domain.Pool;

    public UserPoolClient Client => Authorize.Client;

    public bool IsPost => HttpMethods.IsPost(Domain.Method);

    public CancellationToken Cancellation => Domain.Cancellation;

    /// <summary>A field of the form, as the user typed it.</summary>
    public string Field(string name) => Domain.Form?[name] ?? "";

    /// <summary>A text of the pages in their language.</summary>
    public string Say(string english) => Language.Say(english);

    /// <summary>A text with something in it.</summary>
    public string Say(string english, params object?[] arguments) => Language.Say(english, arguments);

    /// <summary>A page of the same sign-in.</summary>
    public string Link(string path) => $"{Domain.Base}{path}?{Authorize.Query}";
}

/// <summary>What a page's handler answers: another page, or where to go.</summary>
internal readonly record struct PageAnswer(PageView? View, string? Location)
{
    public static implicit operator PageAnswer(PageView view) => new(view, null);

    public static PageAnswer GoTo(string location) => new(null, location);
}

/// <summary>A page's content.</summary>
/// <param name="Title">The title and the heading.</param>
/// <param name="Body">What follows the heading.</param>
internal sealed record PageView(string Title, Html Body)
{
    /// <summary>What went wrong with the last form.</summary>
    public string? Problem { get; init; }

    /// <summary>What has been done.</summary>
    public string? Notice { get; init; }

    /// <summary>Where the page goes on to by itself; null where it stays.</summary>
    public string? GoesOnTo { get; init; }

    /// <summary>Whether the browser's script for passkeys goes with it.</summary>
    public bool AsksForPasskey { get; init; }

    public int Status { get; init; } = 200;
}
