return await Emulation.Cli.CommandLine.RunAsync(args).ConfigureAwait(false);
