using Emulation.Decisions;
using Iam;

namespace Emulation.Explain;

/// <summary>What would let a call pass of which it cannot be told what it touches, or what a condition compares: a policy that asks for nothing of that.</summary>
internal static class UnsureAdvice
{
    public static Advice For(DecisionSubject subject, SymbolicDecision unsure, TemplateWords words)
    {
        var (request, who) = (subject.Request, words.NameOf(subject.Request.Principal));
        var writer = words.StackOf(request.Principal);
        var isJson = writer?.IsJson == true;
        return unsure.MayBeDenied
            ? new Advice(
                $"Let what denies {request.Action} to {who} ask for nothing that cannot be told here: {unsure.Condition}.",
                "Whom it keeps out on AWS it must keep out still.")
            : new Advice(
                $"Add to {words.PoliciesOf(request.Principal)}: " + TemplateValue.Map(
                    isJson, ("Effect", TemplateValue.OfWord("Allow", isJson)), ("Action", TemplateValue.OfWord(request.Action, isJson)),
                    ("Resource", words.Of(subject.OneOf!.Starred, writer))) + ".",
                $"It allows more than this call, and on AWS a narrower statement may be enough. Everybody who may become {who} gains it.");
    }
}
