using Emulation;
using Emulation.Gateway.Apis;
using Emulation.Principals;
using Sam;
using Sam.Errors;

namespace Harness.Targets;

/// <summary>What the templates declare, by logical id: a test's own words. Where several stacks have one, <c>stack/LogicalId</c> says which.</summary>
internal sealed class DeclaredParts(LoadedStacks stacks)
{
    private readonly DeclaredNames<Api> apis = new(stacks, "API", static stack => stack.AllApis, static api => api.LogicalId);
    private readonly DeclaredNames<Function> functions = FunctionNames.Declared(stacks);
    private readonly DeclaredNames<UserPoolResource> clients = new(
        stacks, "user pool client", static stack => stack.UserPools.Where(static part => part.Kind == UserPoolResourceKind.Client), static part => part.LogicalId);

    private readonly DeclaredNames<IdentityPoolResource> identityPools = new(
        stacks, "identity pool", static stack => stack.IdentityPools.Where(static part => part.Kind == IdentityPoolResourceKind.Pool), static part => part.LogicalId);

    private readonly DeclaredNames<Output> outputs = new(stacks, "output", static stack => stack.Outputs, static output => output.Name);
    private readonly PrincipalNames principals = new(stacks);

    /// <summary>Null when no template has it.</summary>
    public DeployedApi? FindApi(string api) => Find(apis, api) is { } found ? DeployedApi.Of(found.Stack, found.Item) : null;

    /// <exception cref="ArgumentException">No template has it, or several do.</exception>
    public DeployedApi Api(string api) => FindApi(api) ?? throw Missing("API", api, apis, nameof(api));

    /// <inheritdoc cref="Api"/>
    public Function Function(string function) => Find(functions, function)?.Item ?? throw Missing("function", function, functions, nameof(function));

    /// <inheritdoc cref="Api"/>
    public UserPoolResource Client(string client) => Find(clients, client)?.Item ?? throw Missing("user pool client", client, clients, nameof(client));

    /// <inheritdoc cref="Api"/>
    public string IdentityPoolId(string identityPool) =>
        Find(identityPools, identityPool)?.Item.IdentityPoolId ?? throw Missing("identity pool", identityPool, identityPools, nameof(identityPool));

    /// <inheritdoc cref="Api"/>
    public string Output(string output) => Find(outputs, output)?.Item.Value ?? throw Missing("output", output, outputs, nameof(output));

    /// <summary>A role by its logical id, its own name or its ARN; one that the IAM API made by its name.</summary>
    /// <inheritdoc cref="Api"/>
    public KnownRole Role(string role, AccountDirectory accounts)
    {
        try
        {
            return (principals.Find(role) is { } declared ? accounts.RoleByArn(declared.Arn) : null)
                ?? accounts.Roles.FirstOrDefault(known => known.Role.Name == role || known.Role.Arn.ToString() == role)
                ?? throw new ArgumentException(
                    $"No template has a role '{role}'. "
                    + DidYouMean.Among(role, [.. accounts.Roles.Select(known => principals.NameOf(known.Role.Arn.ToString()) ?? known.Role.Name)]),
                    nameof(role));
        }
        catch (UsageException e)
        {
            throw new ArgumentException(e.Message, nameof(role), e);
        }
    }

    private static Declared<T>? Find<T>(DeclaredNames<T> names, string text)
    {
        try
        {
            return names.Find(text);
        }
        catch (UsageException e)
        {
            throw new ArgumentException(e.Message, nameof(text), e);
        }
    }

    private ArgumentException Missing<T>(string what, string text, DeclaredNames<T> names, string parameter) => new(
        $"{(stacks.AreSeveral ? "No template has" : "The template has no")} {what} '{text}'. {DidYouMean.Among(text, [.. names.All.Select(static one => one.Name)])}",
        parameter);
}
