return await Tool.Cli.CommandLine.RunAsync(args).ConfigureAwait(false);
