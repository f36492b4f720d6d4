using ProductApi.Client.Sample;

using var signals = new StopSignals();

return await new SampleCommand().InvokeAsync(args, settings => new FetchJob(settings, signals).RunAsync(signals.Token));
