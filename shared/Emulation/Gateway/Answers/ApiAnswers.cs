using Emulation.Decisions;
using Emulation.Gateway.Routing;
using Iam;
using Sam;
using SigV4;

namespace Emulation.Gateway.Answers;

/// <summary>How one kind of API answers: by its own refusals, and with what it makes of a function's answer.</summary>
internal abstract class ApiAnswers
{
    /// <summary>Those to a request that names no API.</summary>
    public static ApiAnswers OfNoApi => RestAnswers.Instance;

    /// <summary>The answers that the gateway gives by itself.</summary>
    public abstract GatewayErrors Errors { get; }

    /// <summary>The one text for whatever policies refuse; null where it is AWS's sentence about caller, action and resource.</summary>
    public virtual string? RefusalText => null;

    /// <summary>Why a request that names an API got none.</summary>
    public virtual string NoApi => "No API of this id has a stage of this name; /_localaws/stack lists what there is.";

    /// <summary>The longest body that it takes, in bytes.</summary>
    public virtual int LongestBody => GatewayRouting.LongestBody;

    /// <summary>The answer to what policies refuse.</summary>
    public abstract GatewayError Denied(DecisionSubject subject, Decision decision);

    /// <summary>The answer to what the policy of a Lambda authorizer's function refuses.</summary>
    public abstract GatewayError DeniedByFunction(Decision decision);

    /// <summary>The answer to a signature that does not hold.</summary>
    public abstract GatewayError Unsigned(VerificationFailure failure);

    /// <summary>An answer that tells what the request lacks, where that is told.</summary>
    public virtual GatewayError Challenging(GatewayError error, string challenge) => error;

    /// <summary>Writes the ids that every answer has.</summary>
    public abstract void WriteIds(IHeaderDictionary headers, RequestIds ids);

    /// <summary>Writes what an answer has that a function made, unless it says otherwise.</summary>
    public abstract void BeginForwarding(HttpResponse response, GatewayRequest request);

    /// <summary>The name by which a function's header reaches the client; null for one that does not.</summary>
    public abstract string? NameOf(string header);

    /// <summary>Whether a body in base64 becomes bytes.</summary>
    public abstract bool Decodes(GatewayRequest request);

    /// <summary>Whether the values of a CORS configuration come behind those of the function, which else are dropped.</summary>
    public virtual bool MergesCors => false;

    /// <summary>Begins the answer that a CORS configuration gives to a preflight request.</summary>
    public virtual void Preflight(HttpResponse response) => response.StatusCode = StatusCodes.Status204NoContent;

    /// <summary>Adds what a CORS configuration lets a page do.</summary>
    public virtual void WriteCors(HttpContext http, CorsConfiguration cors) => CorsAnswer.Write(http, cors);
}
