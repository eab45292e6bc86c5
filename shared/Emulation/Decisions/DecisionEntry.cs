using System.Buffers;
using System.Collections.Immutable;
using Emulation.Wire;
using Iam;

namespace Emulation.Decisions;

/// <summary>
/// One decision, as the log prints it. It holds no secret: no query, header, body, key or token. What clients chose is in it as <see cref="ClientText"/> shows
/// it, once it is recorded.
/// </summary>
/// <param name="Id">The request id, also in the answer's <c>x-localaws-decision</c>.</param>
/// <param name="At">When the request arrived.</param>
/// <param name="Method">HTTP method, or the service's action.</param>
/// <param name="Path">Path below the stage, without its query, or the resource.</param>
/// <param name="Target">Logical id of the API, or the service.</param>
/// <param name="Principal">ARN of the caller; null when nobody was authenticated.</param>
/// <param name="Told">Why; null when it is what the subject's policies say, which is put into words when somebody reads it.</param>
internal sealed record DecisionEntry(string Id, DateTimeOffset At, string Method, string Path, string Target, string? Principal, string? Told)
{
    /// <summary>HTTP status of the refusal; null when the request passed.</summary>
    public required int? Refused { get; init; }

    /// <summary>What policies were asked, so that the decision can be explained; null when none were.</summary>
    public DecisionSubject? Subject { get; init; }

    /// <summary>All that policies were asked, in order, where that is more than the subject; else default.</summary>
    public ImmutableArray<DecisionSubject> Asked { get; init; }

    /// <summary>What was let pass although it could not be told, in a sentence; null where nothing was.</summary>
    public string? Underived { get; init; }

    /// <summary>Why.</summary>
    public string Reason
    {
        get => Told ?? ClientText.Shown(Subject?.Reason(Subject.Decide()), ClientText.LongestSentence);
        init => Told = value;
    }

    /// <summary>False of a request to an API that no route took: no authorizer and no policy was asked.</summary>
    public bool HasRoute { get; init; } = true;

    /// <summary>False of a refusal that neither an authorizer nor a policy decided: it says nothing of who may call.</summary>
    public bool IsOfAuthorization { get; init; } = true;

    /// <summary>Whether an API was called, and not a service's own action.</summary>
    public bool IsOfApi => DecisionView.IsApiCall(Method);

    /// <summary>What was asked for, such as <c>POST /charges of BillingApi</c> or <c>sts:AssumeRole on arn:...</c>.</summary>
    public string What => IsOfApi ? $"{Method} {Path} of {Target}" : Path.Length == 0 ? Method : $"{Method} on {Path}";

    /// <summary>What became of the request, in a word or two.</summary>
    public string Outcome => Refused switch
    {
        null => Underived is null ? "allowed" : "let pass",
        403 or 404 when !HasRoute => "no route",
        501 => "closed",
        429 => "throttled",
        >= 500 when !IsOfAuthorization => "failed",
        400 or 413 or 414 when !IsOfAuthorization => "invalid",
        _ when !IsOfAuthorization && !IsOfApi => "failed",
        _ => "refused",
    };

    /// <summary>
    /// Whether somebody who watches wants to see it: what was let pass at somebody's risk, and what was refused, but neither what an operation itself said no to, nor a browser
    /// that looks for a picture.
    /// </summary>
    public bool IsNews => Refused is null ? Underived is not null : (IsOfApi ? HasRoute || !Path.EndsWith("/favicon.ico", StringComparison.Ordinal) : IsOfAuthorization);

    /// <summary>The longest name of an operation, in characters: AWS's own have 60.</summary>
    private const int LongestName = 64;

    /// <summary>Characters that it keeps of what a client chose.</summary>
    public int Length => Method.Length + Path.Length + Target.Length + (Principal?.Length ?? 0) + (Told?.Length ?? 0) + (Underived?.Length ?? 0)
        + (Asked.IsDefault ? Subject is null ? 0 : Of(Subject) : Asked.Sum(Of));

    /// <summary>What is kept and printed. Of the subject, which the decision can be made from again, nothing is changed: it is shown by <see cref="ClientText.Page"/>.</summary>
    public DecisionEntry Shown()
    {
        var (method, path, target) = (ShownMethod(Method), ClientText.Shown(Path), ClientText.Shown(Target));
        var (principal, told, underived) = (ShownSentence(Principal), ShownSentence(Told), ShownSentence(Underived));
        return ReferenceEquals(method, Method) && ReferenceEquals(path, Path) && ReferenceEquals(target, Target)
            && ReferenceEquals(principal, Principal) && ReferenceEquals(told, Told) && ReferenceEquals(underived, Underived)
            ? this : this with { Method = method, Path = path, Target = target, Principal = principal, Told = told, Underived = underived };
    }

    private static string? ShownSentence(string? text) => text is null ? null : ClientText.Shown(text, ClientText.LongestSentence);

    /// <summary>The name of an operation that cannot be one is nothing to keep: <c>iam:?</c>.</summary>
    private static string ShownMethod(string method)
    {
        var colon = method.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? ClientText.Shown(method)
            : method.Length - colon - 1 is > 0 and <= LongestName && !method.AsSpan(colon + 1).ContainsAnyExcept(OperationNames) ? method
            : $"{ClientText.Shown(method[..colon])}:?";
    }

    private static int Of(DecisionSubject subject) =>
        subject.Title.Length + subject.Request.Resource.Length + LengthOf(subject.Request.Context, "aws:UserAgent") + LengthOf(subject.Request.Context, "aws:Referer");

    private static int LengthOf(ConditionContext context, string key) => context.TryGet(key, out var values) && values is [var only] ? only.Length : 0;

    private static readonly SearchValues<char> OperationNames = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_*");
}
