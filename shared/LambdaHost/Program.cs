using LambdaHost;

return await FunctionRun.OfProcessAsync().ConfigureAwait(false);
