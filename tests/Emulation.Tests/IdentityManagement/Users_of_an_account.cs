namespace Emulation.Tests.IdentityManagement;

public sealed class Users_of_an_account : IDisposable
{
    private readonly TestIam desk = new();

    public void Dispose() => desk.Dispose();

    [Fact]
    public void Are_made_with_path_tags_and_an_id()
    {
        var made = desk.Call("CreateUser", ("UserName", "ann"), ("Path", "/staff/"), ("Tags.member.1.Key", "team"), ("Tags.member.1.Value", "shop"));
        Assert.Equal("arn:aws:iam::111122223333:user/staff/ann", made["Arn"]);
        Assert.Matches(@"\AAIDA[A-Z2-7]{17}\z", made["UserId"]);
        Assert.Equal("2026-01-02T03:04:05Z", made["CreateDate"]);
        var read = desk.Call("GetUser", ("UserName", "ann"));
        Assert.Equal(made["UserId"], read["UserId"]);
        Assert.Equal(("team", "shop"), (read["Key"], read["Value"]));
    }

    [Fact]
    public void Have_names_that_differ_by_more_than_case()
    {
        desk.Call("CreateUser", ("UserName", "ann"));
        Refused(409, "EntityAlreadyExists", "User with name ANN already exists.", desk.Call("CreateUser", ("UserName", "ANN")));
    }

    [Theory]
    [InlineData("GetUser")]
    [InlineData("DeleteUser")]
    [InlineData("ListAccessKeys")]
    [InlineData("CreateAccessKey")]
    [InlineData("ListUserPolicies")]
    [InlineData("ListAttachedUserPolicies")]
    [InlineData("ListGroupsForUser")]
    [InlineData("ListUserTags")]
    public void That_are_not_there_are_not_found(string action) =>
        Refused(404, "NoSuchEntity", "The user with name nobody cannot be found.", desk.Call(action, ("UserName", "nobody")));

    [Theory]
    [InlineData("ann smith", "Value 'ann smith' at 'userName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]+")]
    [InlineData("", "Member must have length greater than or equal to 1")]
    public void Have_the_names_that_iam_takes(string name, string message)
    {
        var refused = desk.Call("CreateUser", ("UserName", name));
        Assert.Equal((400, "ValidationError"), (refused.Status, refused.Code));
        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Are_listed_page_by_page_and_by_path()
    {
        foreach (var name in (string[])["ann", "bob", "cid"])
        {
            desk.Call("CreateUser", ("UserName", name), ("Path", name == "cid" ? "/other/" : "/staff/"));
        }

        var first = desk.Call("ListUsers", ("MaxItems", "3"));
        Assert.Equal(["admin", "ann", "bob"], first.All("UserName"));
        Assert.Equal("true", first["IsTruncated"]);
        var second = desk.Call("ListUsers", ("MaxItems", "3"), ("Marker", first["Marker"]));
        Assert.Equal(["cid", "mary"], second.All("UserName"));
        Assert.Equal(("false", ""), (second["IsTruncated"], second["Marker"]));
        Assert.Equal(["ann", "bob"], desk.Call("ListUsers", ("PathPrefix", "/staff/")).All("UserName"));
        Refused(400, "ValidationError", "Invalid Marker.", desk.Call("ListUsers", ("Marker", "?")));
    }

    [Fact]
    public void Keep_id_and_keys_under_another_name()
    {
        var user = desk.User("ann", TestIam.Allow("s3:*"));
        Assert.Equal(200, desk.Call("UpdateUser", ("UserName", "ann"), ("NewUserName", "anna"), ("NewPath", "/staff/")).Status);
        var renamed = desk.Again(user);
        Assert.Equal("arn:aws:iam::111122223333:user/staff/anna", renamed.Principal.Arn);
        Assert.Equal(user.Principal.UserId, renamed.Principal.UserId);
        Refused(404, "NoSuchEntity", "The user with name ann cannot be found.", desk.Call("GetUser", ("UserName", "ann")));
        Refused(409, "EntityAlreadyExists", "User with name Mary already exists.", desk.Call("UpdateUser", ("UserName", "anna"), ("NewUserName", "Mary")));
    }

    [Fact]
    public void Are_deleted_only_once_nothing_hangs_on_them()
    {
        var user = desk.User("ann", TestIam.Allow("s3:*"));
        desk.Call("AttachUserPolicy", ("UserName", "ann"), ("PolicyArn", "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"));
        desk.Call("AddUserToGroup", ("UserName", "ann"), ("GroupName", "staff"));
        Refused(409, "DeleteConflict", "Cannot delete entity, must detach all policies first.", Delete());
        desk.Call("DetachUserPolicy", ("UserName", "ann"), ("PolicyArn", "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"));
        Refused(409, "DeleteConflict", "Cannot delete entity, must delete policies first.", Delete());
        desk.Call("DeleteUserPolicy", ("UserName", "ann"), ("PolicyName", "own"));
        Refused(409, "DeleteConflict", "Cannot delete entity, must delete access keys first.", Delete());
        desk.Call("DeleteAccessKey", ("UserName", "ann"), ("AccessKeyId", user.AccessKeyId));
        Refused(409, "DeleteConflict", "Cannot delete entity, must remove users from group first.", Delete());
        desk.Call("RemoveUserFromGroup", ("UserName", "ann"), ("GroupName", "staff"));
        Assert.Equal(200, Delete().Status);
        Assert.Equal(404, desk.Call("GetUser", ("UserName", "ann")).Status);

        IamReply Delete() => desk.Call("DeleteUser", ("UserName", "ann"));
    }

    [Fact]
    public void Take_tags_whose_keys_ignore_case()
    {
        desk.Call("CreateUser", ("UserName", "ann"), ("Tags.member.1.Key", "Team"), ("Tags.member.1.Value", "shop"));
        desk.Call("TagUser", ("UserName", "ann"), ("Tags.member.1.Key", "team"), ("Tags.member.1.Value", "bank"), ("Tags.member.2.Key", "grade"), ("Tags.member.2.Value", ""));
        var tags = desk.Call("ListUserTags", ("UserName", "ann"));
        Assert.Equal(["grade", "team"], tags.All("Key"));
        Assert.Equal(["", "bank"], tags.All("Value"));
        desk.Call("UntagUser", ("UserName", "ann"), ("TagKeys.member.1", "TEAM"));
        Assert.Equal(["grade"], desk.Call("ListUserTags", ("UserName", "ann")).All("Key"));
        Refused(400, "InvalidInput", "Duplicate tag keys found. Please note that Tag keys are case insensitive.", desk.Call(
            "TagUser", ("UserName", "ann"), ("Tags.member.1.Key", "a"), ("Tags.member.1.Value", "1"), ("Tags.member.2.Key", "A"), ("Tags.member.2.Value", "2")));
    }

    [Fact]
    public void Get_what_their_groups_may_do_at_once()
    {
        var user = desk.User("ann");
        Assert.Equal(403, desk.CallAs(user, "ListUsers").Status);
        desk.Call("AddUserToGroup", ("UserName", "ann"), ("GroupName", "staff"));
        Assert.Equal(200, desk.CallAs(desk.Again(user), "ListUsers").Status);
        Assert.Equal(["staff"], desk.Call("ListGroupsForUser", ("UserName", "ann")).All("GroupName"));
        Assert.Equal(["ann", "mary"], desk.Call("GetGroup", ("GroupName", "staff")).All("UserName"));
        desk.Call("RemoveUserFromGroup", ("UserName", "ann"), ("GroupName", "staff"));
        Assert.Equal(403, desk.CallAs(desk.Again(user), "ListUsers").Status);
    }

    [Fact]
    public void Follow_their_group_to_another_name()
    {
        var user = desk.User("ann");
        desk.Call("CreateGroup", ("GroupName", "ops"));
        desk.Call("PutGroupPolicy", ("GroupName", "ops"), ("PolicyName", "p"), ("PolicyDocument", TestIam.Allow("iam:ListRoles")));
        desk.Call("AddUserToGroup", ("UserName", "ann"), ("GroupName", "ops"));
        Assert.Equal(200, desk.Call("UpdateGroup", ("GroupName", "ops"), ("NewGroupName", "operators")).Status);
        Assert.Equal(200, desk.CallAs(desk.Again(user), "ListRoles").Status);
        Refused(409, "DeleteConflict", "Cannot delete entity, must remove users from group first.", desk.Call("DeleteGroup", ("GroupName", "operators")));
    }

    private static void Refused(int status, string code, string message, IamReply reply) => Assert.Equal((status, code, message), (reply.Status, reply.Code, reply.Message));
}
