using Amazon.Lambda.Annotations;
using Amazon.Lambda.Annotations.APIGateway;
using Amazon.Lambda.APIGatewayEvents;
using Amazon.Lambda.Core;
using Amazon.Lambda.Serialization.SystemTextJson;
using Microsoft.Extensions.DependencyInjection;

[assembly: LambdaSerializer(typeof(DefaultLambdaJsonSerializer))]

namespace Sample.Annotated;

public record Note(string Id, string Text);

public interface INotes
{
    Note Find(string id);
}

public class Notes : INotes
{
    public Note Find(string id) => id == "1" ? new Note("1", "the first") : null;
}

[LambdaStartup]
public class Startup
{
    public void ConfigureServices(IServiceCollection services) => services.AddSingleton<INotes, Notes>();
}

/// <summary>What a user of Amazon.Lambda.Annotations writes; the other files of this folder are what its generator writes.</summary>
public class Functions(INotes notes)
{
    [LambdaFunction]
    [HttpApi(LambdaHttpMethod.Get, "/notes/{id}")]
    public IHttpResult GetNote(string id, [FromQuery] int limit, [FromHeader(Name = "x-tag")] string tag, APIGatewayHttpApiV2ProxyRequest request, ILambdaContext context)
    {
        context.Logger.LogInformation("note {id} for {caller}", id, request.RequestContext.Authorizer?.IAM?.UserARN);
        return notes.Find(id) is { } note
            ? HttpResults.Ok(note).AddHeader("x-seen", $"{limit} {tag} {request.RequestContext.Authorizer?.IAM?.UserARN ?? request.RequestContext.Authorizer?.Lambda?["user"]}")
            : HttpResults.NotFound($"no note {id}");
    }

    [LambdaFunction]
    [RestApi(LambdaHttpMethod.Post, "/notes")]
    public async Task<IHttpResult> AddNote([FromBody] Note note, [FromServices] INotes known, APIGatewayProxyRequest request)
    {
        await Task.Yield();
        return known.Find(note.Id) is null
            ? HttpResults.Created($"/notes/{note.Id}", new { note.Text, By = request.RequestContext.Identity.UserArn ?? request.RequestContext.Authorizer["principalId"]?.ToString() })
            : throw new InvalidOperationException($"note {note.Id} is there");
    }

    [LambdaFunction]
    [HttpApiAuthorizer]
    public IAuthorizerResult AuthorizeHttp([FromHeader(Name = "Authorization")] string authorization) => Authorize(authorization);

    [LambdaFunction]
    [RestApiAuthorizer]
    public IAuthorizerResult AuthorizeRest([FromHeader(Name = "Authorization")] string authorization) => Authorize(authorization);

    private static IAuthorizerResult Authorize(string token) =>
        token == "let me in" ? AuthorizerResults.Allow().WithPrincipalId("friend").WithContext("user", "friend") : AuthorizerResults.Deny();
}
