using SigV4;

namespace Harness;

/// <content>Users of the template's pools, and what they are given.</content>
public sealed partial class LocalAws
{
    /// <summary>A user of a pool of the template, made if need be, with the tokens of a fresh sign-in.</summary>
    /// <param name="client">The app client's logical id.</param>
    /// <param name="username">The user name, or the email address where users sign in with that.</param>
    /// <exception cref="ArgumentException">The template has no such client.</exception>
    public Task<UserTokens> SignInAsync(string client, string username)
    {
        var found = ClientOf(client);
        return UserSignIn.SignInAsync(emulator.Cognito, found.UserPoolId, found.PhysicalId, username);
    }

    /// <summary>The tokens of somebody who signs in through an identity provider that has a stand-in, by the whole way of a browser, without one.</summary>
    /// <param name="client">The app client's logical id.</param>
    /// <param name="via">The provider's name in the pool: <c>Google</c>, or a name of your own.</param>
    /// <param name="claims">What the provider says: an object, such as <c>new { email = "amy@example.com" }</c>, or JSON. By default a person with a verified address.</param>
    /// <param name="fault">What goes wrong: <c>deny</c>, <c>expired</c>, <c>audience</c>, <c>issuer</c>, <c>signature</c>, <c>server-error</c>; null for nothing.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="ArgumentException">The template has no such client, or the client does not list the provider.</exception>
    /// <exception cref="InvalidOperationException">The provider has no stand-in, or the client cannot sign in by a browser; the message says what to do.</exception>
    /// <exception cref="SignInRefusedException">The sign-in ended with an error, as the application learns it.</exception>
    public Task<UserTokens> SignInAsync(string client, string via, object? claims = null, string? fault = null, CancellationToken cancellation = default) =>
        new StandInSignIn(emulator, emulator.Cognito.Directory.Client(ClientOf(client).PhysicalId), via).RunAsync(claims, fault, cancellation);

    /// <summary>The credentials that an identity pool of the template gives to a user, or to a guest: GetId and GetCredentialsForIdentity, the enhanced flow.</summary>
    /// <param name="identityPool">The identity pool's logical id.</param>
    /// <param name="user">The user's tokens; null for a guest.</param>
    /// <exception cref="ArgumentException">The template has no such identity pool.</exception>
    public Task<AwsCredentials> IdentityAsync(string identityPool, UserTokens? user = null) => IdentitySession.OpenAsync(emulator.Identities, IdentityPoolId(identityPool), user);

    /// <summary>The id of an identity pool of the template.</summary>
    /// <param name="identityPool">Its logical id.</param>
    /// <exception cref="ArgumentException">The template has no such identity pool.</exception>
    public string IdentityPoolId(string identityPool) => declared.IdentityPoolId(identityPool);

    /// <summary>The id of the user pool of an app client of the template.</summary>
    /// <param name="client">The client's logical id.</param>
    /// <exception cref="ArgumentException">The template has no such client.</exception>
    public string UserPoolId(string client) => ClientOf(client).UserPoolId;

    /// <summary>The id of an app client of the template.</summary>
    /// <param name="client">Its logical id.</param>
    /// <exception cref="ArgumentException">The template has no such client.</exception>
    public string UserPoolClientId(string client) => ClientOf(client).PhysicalId;

    private Sam.UserPoolResource ClientOf(string client) => declared.Client(client);
}
