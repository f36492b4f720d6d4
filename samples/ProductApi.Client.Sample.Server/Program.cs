using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

using ProductApi.Client.Sample.Server;

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, key) =>
{
    key.Cancel = true;
    stop.Cancel();
};

try
{
    var options = Bind(args);
    await using var server = await ProductServer.StartAsync(options, stop.Token);
    var address = server.BaseAddress;
    Console.WriteLine($"Product API on {address} (Authorization: Bearer {options.ApiKey}), numbers at {address}stats, Ctrl+C ends it.");
    await server.WaitForShutdownAsync(stop.Token);
    return 0;
}
catch (Exception exception) when (exception is OptionsValidationException or InvalidOperationException or FormatException or IOException)
{
    // Around a bad list item the binder wraps the exception that names it; what is wrong with a value, only the innermost one says.
    var named = exception.InnerException as InvalidOperationException ?? exception;
    var reason = named.GetBaseException() is FormatException format && format != named ? $" {format.Message}" : "";
    Console.Error.WriteLine(named.Message + reason);
    return 2;
}

static ProductServerOptions Bind(string[] args)
{
    var configuration = new ConfigurationBuilder().AddCommandLine(args).Build();
    var options = new ProductServerOptions();

    // The binder adds to a list; kinds given on the command line are meant to replace the default ones.
    if (configuration.GetSection(nameof(ProductServerOptions.FaultKinds)).Exists())
        options.FaultKinds = [];

    configuration.Bind(options, binder => binder.ErrorOnUnknownConfiguration = true);
    return options;
}
