using System.Collections.Immutable;
using System.Globalization;
using Emulation.Principals;
using Emulation.Protocols.Query;
using Emulation.Sessions;
using Iam;

namespace Emulation.IdentityManagement.Api;

/// <summary>One call of an action.</summary>
internal sealed class IamCall(QueryRequest parameters, Caller caller, RequestFacts facts, AccountDirectory directory)
{
    public RequestFacts Facts => facts;

    public QueryRequest Parameters => parameters;

    /// <summary>Everybody, as of the call's beginning.</summary>
    public PrincipalIndex Index { get; } = directory.Current;

    /// <summary>The caller's account: IAM has no calls on another's.</summary>
    public IamAccount Account => Index.Accounts[AccountId.ToString()];

    public AccountId AccountId => caller.Principal.Account!.Value;

    public string? this[string name] => parameters[name];

    /// <summary>A parameter that was checked to be there.</summary>
    public string Text(string name) => parameters[name]!;

    public bool Flag(string name) => parameters[name] is { } value && value.Equals("true", StringComparison.OrdinalIgnoreCase);

    public int Number(string name, int fallback) => parameters[name] is { } value ? int.Parse(value, CultureInfo.InvariantCulture) : fallback;

    public IEnumerable<string> List(string name) => parameters.Members(name).Select(member => parameters[member] ?? "");

    public ImmutableArray<(string Key, string Value)> Tags => [.. parameters.Members("Tags").Select(member => (parameters[$"{member}.Key"]!, parameters[$"{member}.Value"]!))];

    /// <summary>The user that is meant: the caller, where none is named; null when the caller is no user.</summary>
    public string? UserName => parameters["UserName"] ?? (caller.Principal as IamUser)?.Name;

    /// <summary>Makes one change of the caller's account.</summary>
    public QueryAnswer Change(Func<IamAccount, IamChange> change) => Change((account, _) => change(account));

    /// <inheritdoc cref="Change(Func{IamAccount, IamChange})"/>
    public QueryAnswer Change(Func<IamAccount, PrincipalIndex, IamChange> change) =>
        directory.Change(AccountId, (account, index) => change(account, index).Made);

    /// <summary>Changes the user, group or role that the call names.</summary>
    public QueryAnswer Change(IdentityKind kind, Func<IamAccount, Identity, IamChange> change) =>
        Change(account => account.Find(kind, NameOf(kind)) is { } identity ? change(account, identity) : IamError.NoSuch(kind, NameOf(kind)));

    /// <summary>Answers about the user, group or role that the call names.</summary>
    public QueryAnswer Show(IdentityKind kind, Func<Identity, QueryAnswer> show) =>
        Account.Find(kind, NameOf(kind)) is { } identity ? show(identity) : IamError.NoSuch(kind, NameOf(kind));

    private string NameOf(IdentityKind kind) => kind == IdentityKind.User ? UserName! : Text($"{kind}Name");
}
