using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using SigV4;

namespace Harness.Targets;

/// <summary>
/// A stack that tests call, wherever it runs: in this process, in a container, or in an AWS account. Tests that know no more than this run against each of them
/// unchanged; what only a LocalAws in this process can do, such as moving its clock, is in <see cref="LocalAws"/>.
/// </summary>
public interface IAwsTarget : IAsyncDisposable
{
    /// <summary>Where the AWS services answer; on AWS itself the regional endpoint of STS.</summary>
    Uri EndpointUrl { get; }

    /// <summary>The region of the stack.</summary>
    string Region { get; }

    /// <summary>The account of the stack, twelve digits.</summary>
    string Account { get; }

    /// <summary>The AWS <c>config</c> file with a profile for the administrator and each role.</summary>
    /// <exception cref="NotSupportedException">On AWS, where whoever runs the tests has profiles of their own.</exception>
    string ConfigFile { get; }

    /// <summary>The AWS <c>credentials</c> file that goes with it.</summary>
    /// <exception cref="NotSupportedException">As of <see cref="ConfigFile"/>.</exception>
    string CredentialsFile { get; }

    /// <summary>Calls APIs with a session of a role.</summary>
    /// <param name="role">The role's logical id.</param>
    /// <param name="session">What the session is like; null for an hour of all that the role may do.</param>
    /// <exception cref="ArgumentException">The stack has no such role.</exception>
    /// <exception cref="NotSupportedException">On AWS, where nobody makes sessions but STS, and the role does not let whoever runs the tests assume it.</exception>
    ApiCaller As(string role, RoleSession? session = null);

    /// <summary>Calls APIs with credentials of your own making.</summary>
    /// <param name="credentials">Who signs, such as what <see cref="AssumeAsync"/> returned.</param>
    ApiCaller As(AwsCredentials credentials);

    /// <summary>Calls APIs with a token: of a user pool, of another issuer, or whatever a Lambda authorizer takes.</summary>
    /// <param name="token">The token, sent as it is.</param>
    /// <param name="header">The header that it goes into.</param>
    ApiCaller AsUser(string token, string header = "Authorization");

    /// <summary>Calls APIs with the ID token of a user who has signed in.</summary>
    /// <param name="tokens">What <see cref="SignInAsync"/> returned.</param>
    ApiCaller AsUser(UserTokens tokens);

    /// <summary>Calls APIs without a signature or a token.</summary>
    ApiCaller AsNobody();

    /// <summary>The URL of an API's stage, without a slash at its end.</summary>
    /// <param name="api">The API's logical id.</param>
    /// <exception cref="ArgumentException">The stack has no such API.</exception>
    Uri UrlOf(string api);

    /// <summary>The ARN of a role, by its logical id.</summary>
    /// <exception cref="ArgumentException">The stack has no such role.</exception>
    string ArnOf(string role);

    /// <summary>The keys that the tests start from: an administrator's, or on AWS those of whoever runs them.</summary>
    /// <param name="account">The account; by default the stack's.</param>
    AwsCredentials Administrator(string? account = null);

    /// <summary>A session of a role.</summary>
    /// <param name="role">The role's logical id.</param>
    /// <param name="sessionName">Its name.</param>
    /// <exception cref="NotSupportedException">On AWS, where nobody makes sessions but STS, and the role does not let whoever runs the tests assume it.</exception>
    AwsCredentials SessionOf(string role, string sessionName = "test");

    /// <summary>Assumes a role over STS, with the AWS SDK.</summary>
    /// <param name="role">The role's logical id.</param>
    /// <param name="by">Who assumes it; by default the administrator of the role's account.</param>
    /// <param name="change">Adds to the request.</param>
    /// <exception cref="AmazonSecurityTokenServiceException">STS refused.</exception>
    Task<AwsCredentials> AssumeAsync(string role, AwsCredentials? by = null, Action<AssumeRoleRequest>? change = null);

    /// <summary>A user of a pool of the template, made if need be, with the tokens of a fresh sign-in.</summary>
    /// <param name="client">The app client's logical id.</param>
    /// <param name="username">The user name, or the email address where users sign in with that.</param>
    /// <exception cref="ArgumentException">The stack has no such client.</exception>
    Task<UserTokens> SignInAsync(string client, string username);

    /// <summary>The id of the user pool of an app client.</summary>
    /// <param name="client">The client's logical id.</param>
    string UserPoolId(string client);

    /// <summary>The id of an app client.</summary>
    /// <param name="client">Its logical id.</param>
    string UserPoolClientId(string client);

    /// <summary>The AWS SDK's STS client.</summary>
    AmazonSecurityTokenServiceClient StsClient(AwsCredentials credentials);

    /// <summary>A client of an API; signed when credentials are given.</summary>
    /// <param name="api">The API's logical id.</param>
    /// <param name="credentials">Who signs; null for nobody.</param>
    /// <param name="service">The service to sign for.</param>
    /// <param name="region">The region to sign for; by default the stack's.</param>
    HttpClient Client(string api, AwsCredentials? credentials, string service = "execute-api", string? region = null);

    /// <summary>Why a request passed or was refused; empty on AWS, which does not tell.</summary>
    string ReasonOf(HttpResponseMessage response);
}
