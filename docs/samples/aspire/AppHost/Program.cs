var builder = DistributedApplication.CreateBuilder(args);

// The APIs and functions of the template, with every authorizer in force.
var aws = builder.AddLocalAws("aws", "../../consumer/template.yaml");

// Two of the same program: one may write notes, the other may only read them.
builder.AddProject<Projects.Desk>("writer").WithReference(aws, role: "WriterRole");
builder.AddProject<Projects.Desk>("reader").WithReference(aws, role: "ReaderRole");

builder.Build().Run();
